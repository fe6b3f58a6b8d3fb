-- What a cap holds and has spent is what it was before, and the sum of its entries since.
WITH cap AS (
    SELECT * FROM billing_cap WHERE %(since)s::timestamptz IS NULL OR moved_at >= %(since)s::timestamptz
), summed AS (
    SELECT cap.scope, cap.held, cap.spent,
           coalesce(base.held_after, 0) + coalesce(moved.held, 0) AS held_by_entries,
           coalesce(base.spent_after, 0) + coalesce(moved.spent, 0) AS spent_by_entries
    FROM cap LEFT JOIN LATERAL (
        SELECT held_after, spent_after FROM billing_ledgerentry
        WHERE cap_id = cap.id AND at < %(since)s::timestamptz ORDER BY sequence DESC LIMIT 1
    ) AS base ON true CROSS JOIN LATERAL (
        SELECT sum(CASE kind WHEN 'authorize' THEN amount WHEN 'capture' THEN -amount - released WHEN 'void' THEN -amount ELSE 0 END) AS held,
               sum(CASE kind WHEN 'capture' THEN amount ELSE 0 END) AS spent
        FROM billing_ledgerentry
        WHERE cap_id = cap.id AND (%(since)s::timestamptz IS NULL OR at >= %(since)s::timestamptz)
    ) AS moved
)
SELECT 'every cap''s held = the sum of its ledger entries',
       coalesce(sum(held) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       coalesce(sum(held_by_entries) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       count(*) FILTER (WHERE held <> held_by_entries)
FROM summed
UNION ALL
SELECT 'every cap''s spent = the sum of its ledger entries',
       coalesce(sum(spent) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       coalesce(sum(spent_by_entries) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       count(*) FILTER (WHERE spent <> spent_by_entries)
FROM summed
