-- Place holds for approval lines, in order, on every cap that applies: all or nothing, save that a film's budget
-- funds lines from the first on until it is used up.
-- Parameters: studio, subject, month_cap, license_cap, film_cap, mandate_cap (the last three may be NULL),
--             lines, public_ids, amounts (arrays of one length), reference.
-- Returns one row: outcome, placed (approval line ids), needed, and when refused the scope, available, id and sequence
--         of the cap that is short. The outcome is 'placed', 'refused', or one that holds nothing because something is
--         wrong: 'missing' (a cap named is not this studio's), 'clock_back' (the clock stands before the studio's
--         newest move, so nobody knows which month it is), 'raise_ended' (a top-up is over that the ceiling still has).
WITH locked AS MATERIALIZED (
    SELECT id, scope, month, ceiling, held, spent, overhang, sequence
    FROM billing_cap
    WHERE id IN (%(month_cap)s::bigint, %(license_cap)s::bigint, %(film_cap)s::bigint, %(mandate_cap)s::bigint) AND studio_id = %(studio)s
    ORDER BY id
    FOR UPDATE
), clock AS (
    -- Five seconds are what the clocks of two database servers may differ by when one takes over from the other.
    SELECT coalesce(bool_or(moved_at > clock_timestamp() + interval '5 seconds'), false) AS is_back
    FROM billing_cap
    WHERE studio_id = %(studio)s AND scope = 'studio_month'
        AND month >= (SELECT month FROM locked WHERE id = %(month_cap)s::bigint)
), ended AS (
    SELECT EXISTS (
        SELECT FROM billing_topup AS raise JOIN locked ON raise.cap_id = locked.id
        WHERE raise.status = 'granted' AND raise.expires_at <= clock_timestamp()
    ) AS yes
), budget AS (
    SELECT coalesce(min(ceiling - held - spent), 'Infinity') AS room FROM locked WHERE scope = 'film'
), asked AS (
    SELECT line, public_id, amount, sum(amount) OVER (ORDER BY position) AS running
    FROM unnest(%(lines)s::bigint[], %(public_ids)s::text[], %(amounts)s::numeric[])
        WITH ORDINALITY AS asked (line, public_id, amount, position)
), funded AS (
    SELECT line, public_id, amount FROM asked, budget WHERE running <= room
), total AS (
    SELECT coalesce(sum(amount), 0) AS amount FROM funded
), short AS (
    SELECT id, scope, ceiling - held - spent AS available, sequence
    FROM locked, total
    WHERE scope <> 'film' AND held + spent + total.amount > ceiling
    ORDER BY available
    LIMIT 1
), complete AS (
    SELECT (SELECT count(*) FROM locked)
        = num_nonnulls(%(month_cap)s::bigint, %(license_cap)s::bigint, %(film_cap)s::bigint, %(mandate_cap)s::bigint) AS yes
), moved AS (
    -- Every amount comes from the locked row. Before PostgreSQL notices that the cap has changed since the snapshot, it
    -- checks the constraints with the columns left unset as the snapshot has them: an old ceiling would refuse.
    UPDATE billing_cap AS cap
    SET ceiling = locked.ceiling, held = locked.held + total.amount, spent = locked.spent,
        overhang = locked.overhang, sequence = locked.sequence + 1, moved_at = clock_timestamp()
    FROM locked, total, complete, clock, ended
    WHERE cap.id = locked.id AND total.amount > 0 AND complete.yes AND NOT clock.is_back AND NOT ended.yes
        AND NOT EXISTS (SELECT FROM short)
    RETURNING cap.id, cap.sequence, cap.held, cap.spent, cap.ceiling
), posted AS (
    INSERT INTO billing_ledgerentry
        (cap_id, sequence, kind, amount, released, held_after, spent_after, ceiling_after, reference,
         previous_digest, digest)
    SELECT moved.id, moved.sequence, 'authorize', total.amount, 0, moved.held, moved.spent, moved.ceiling,
           %(reference)s, '', ''
    FROM moved, total
), placed AS (
    INSERT INTO billing_hold
        (public_id, studio_id, subject, approval_line_id, month_cap_id, license_cap_id, film_cap_id, mandate_cap_id,
         amount, captured, status)
    SELECT public_id, %(studio)s, %(subject)s, line, %(month_cap)s::bigint, %(license_cap)s::bigint, %(film_cap)s::bigint, %(mandate_cap)s::bigint,
           amount, 0, 'authorized'
    FROM funded
    WHERE EXISTS (SELECT FROM moved)
    RETURNING approval_line_id
)
SELECT
    CASE
        WHEN NOT complete.yes THEN 'missing'
        WHEN clock.is_back THEN 'clock_back'
        WHEN ended.yes THEN 'raise_ended'
        WHEN short.scope IS NOT NULL THEN 'refused'
        ELSE 'placed'
    END AS outcome,
    (SELECT coalesce(array_agg(approval_line_id), '{}') FROM placed) AS placed,
    total.amount AS needed, short.scope, short.available, short.id, short.sequence
FROM complete, clock, ended, total LEFT JOIN short ON true
