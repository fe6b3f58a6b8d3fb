-- What a cap holds is its open holds, and what it has spent is what its captured holds posted.
WITH cap AS (
    SELECT * FROM billing_cap WHERE %(since)s::timestamptz IS NULL OR moved_at >= %(since)s::timestamptz
), by_holds AS (
    -- A constraint of the table sees to it that nothing is captured of other holds.
    SELECT charged.cap, sum(hold.amount) FILTER (WHERE hold.status = 'authorized') AS held, sum(hold.captured) AS spent
    FROM billing_hold AS hold CROSS JOIN LATERAL
        unnest(ARRAY[month_cap_id, license_cap_id, film_cap_id, mandate_cap_id]) AS charged (cap)
    WHERE charged.cap IN (SELECT id FROM cap)
    GROUP BY charged.cap
), summed AS (
    SELECT cap.scope, cap.held, cap.spent, coalesce(by_holds.held, 0.00) AS open, coalesce(by_holds.spent, 0.00) AS captured
    FROM cap LEFT JOIN by_holds ON by_holds.cap = cap.id
)
SELECT 'every cap''s held = its open holds',
       coalesce(sum(held) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       coalesce(sum(open) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       count(*) FILTER (WHERE held <> open)
FROM summed
UNION ALL
SELECT 'every cap''s spent = its captured holds',
       coalesce(sum(spent) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       coalesce(sum(captured) FILTER (WHERE scope = 'studio_month'), 0.00)::text,
       count(*) FILTER (WHERE spent <> captured)
FROM summed
