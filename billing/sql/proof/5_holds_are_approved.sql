-- Every hold is for one approved line and its billed amount, and charged to caps of its own studio that fit it.
WITH hold AS (
    SELECT * FROM billing_hold
    WHERE %(since)s::timestamptz IS NULL OR placed_at >= %(since)s::timestamptz
        OR resolved_at >= %(since)s::timestamptz
), judged AS (
    SELECT hold.status,
           billed.amount = hold.amount AND quote.studio_id = hold.studio_id AND quote.subject = hold.subject AS is_approved,
           month.studio_id = hold.studio_id AND month.scope = 'studio_month'
               AND (license.id IS NULL OR (license.studio_id, license.scope, license.subject, license.month)
                    = (hold.studio_id, 'license_month', line.license, month.month))
               AND (film.id IS NULL OR (film.studio_id, film.scope, film.subject) = (hold.studio_id, 'film', hold.subject))
               AND mandate.id IS NOT DISTINCT FROM given.cap_id AS fits
    FROM hold
    LEFT JOIN billing_approvalline AS line ON line.id = hold.approval_line_id
    LEFT JOIN billing_quoteline AS billed ON billed.id = line.quote_line_id
    LEFT JOIN billing_quote AS quote ON quote.id = billed.quote_id
    LEFT JOIN billing_mandate AS given ON given.id = line.mandate_id
    LEFT JOIN billing_cap AS month ON month.id = hold.month_cap_id
    LEFT JOIN billing_cap AS license ON license.id = hold.license_cap_id
    LEFT JOIN billing_cap AS film ON film.id = hold.film_cap_id
    LEFT JOIN billing_cap AS mandate ON mandate.id = hold.mandate_cap_id
)
SELECT 'every captured hold has an approval line of its amount', count(*)::text,
       (count(*) FILTER (WHERE is_approved))::text, count(*) FILTER (WHERE is_approved IS NOT TRUE)
FROM judged WHERE status = 'captured'
UNION ALL
SELECT 'every other hold has one, too', count(*)::text, (count(*) FILTER (WHERE is_approved))::text,
       count(*) FILTER (WHERE is_approved IS NOT TRUE)
FROM judged WHERE status <> 'captured'
UNION ALL
SELECT 'every hold is charged to the caps of its studio, film and mandate', count(*)::text,
       (count(*) FILTER (WHERE fits))::text, count(*) FILTER (WHERE fits IS NOT TRUE)
FROM judged
