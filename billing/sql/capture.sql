-- Post what the provider reported, never more than the hold, and give the rest back; each hold once.
-- Parameters: holds (ids), amounts (arrays of one length).
-- Returns a row for each hold that this call resolved: id, amount (held), captured.
WITH asked AS (
    SELECT hold, amount FROM unnest(%(holds)s::bigint[], %(amounts)s::numeric[]) AS asked (hold, amount)
), locked AS MATERIALIZED (
    SELECT id, ceiling, held, spent, overhang, sequence
    FROM billing_cap
    WHERE id IN (
        SELECT unnest(ARRAY[month_cap_id, license_cap_id, film_cap_id, mandate_cap_id])
        FROM billing_hold WHERE id = ANY(%(holds)s::bigint[])
    )
    ORDER BY id
    FOR UPDATE
), resolved AS (
    -- count(*) makes every cap's lock be taken before the first hold changes.
    UPDATE billing_hold AS hold
    SET status = 'captured', captured = least(hold.amount, asked.amount), resolved_at = now()
    FROM asked
    WHERE hold.id = asked.hold AND hold.status = 'authorized' AND (SELECT count(*) FROM locked) > 0
    RETURNING hold.id, hold.amount, hold.captured, hold.public_id,
              ARRAY[month_cap_id, license_cap_id, film_cap_id, mandate_cap_id] AS caps
), sums AS (
    -- For each cap. Where a hold has none of a kind, the sum for NULL meets no cap.
    SELECT cap, sum(amount) AS held, sum(captured) AS captured,
           CASE WHEN count(*) = 1 THEN min(public_id) ELSE count(*) || ' holds from ' || min(public_id) END AS reference
    FROM resolved CROSS JOIN LATERAL unnest(caps) AS cap
    GROUP BY cap
), moved AS (
    -- Every amount comes from the locked row; authorize.sql says why. What has ended of the ceiling goes with the rest.
    UPDATE billing_cap AS cap
    SET ceiling = locked.ceiling - least(locked.overhang, sums.held - sums.captured),
        held = locked.held - sums.held, spent = locked.spent + sums.captured,
        overhang = locked.overhang - least(locked.overhang, sums.held - sums.captured),
        sequence = locked.sequence + 1, moved_at = clock_timestamp()
    FROM locked JOIN sums ON sums.cap = locked.id
    WHERE cap.id = locked.id
    RETURNING cap.id, cap.sequence, cap.held, cap.spent, cap.ceiling
), posted AS (
    INSERT INTO billing_ledgerentry
        (cap_id, sequence, kind, amount, released, held_after, spent_after, ceiling_after, reference,
         previous_digest, digest)
    SELECT moved.id, moved.sequence, 'capture', sums.captured, sums.held - sums.captured, moved.held, moved.spent,
           moved.ceiling, sums.reference, '', ''
    FROM moved JOIN sums ON sums.cap = moved.id
)
SELECT id, amount, captured FROM resolved
