-- Each entry's amounts are those of the entry before it, moved by what it says; the first opens the cap with nothing.
WITH entry AS (
    SELECT * FROM billing_ledgerentry WHERE %(since)s::timestamptz IS NULL OR at >= %(since)s::timestamptz
), step AS (
    SELECT entry.kind, entry.sequence, entry.amount, entry.released,
           entry.held_after - before.held_after AS held, entry.spent_after - before.spent_after AS spent,
           before.ceiling_after AS ceiling_before, entry.ceiling_after, entry.held_after, entry.spent_after
    FROM entry LEFT JOIN billing_ledgerentry AS before
        ON before.cap_id = entry.cap_id AND before.sequence = entry.sequence - 1
), judged AS (
    SELECT CASE kind
        WHEN 'open' THEN sequence = 1 AND amount = 0 AND released = 0 AND held_after = 0 AND spent_after = 0
        WHEN 'authorize' THEN (held, spent, released) = (amount, 0, 0)
            AND ceiling_after IS NOT DISTINCT FROM ceiling_before
        WHEN 'capture' THEN (held, spent) = (-amount - released, amount)
            AND coalesce(ceiling_before - ceiling_after BETWEEN 0 AND released, ceiling_before IS NULL AND ceiling_after IS NULL)
        WHEN 'void' THEN (held, spent, released) = (-amount, 0, 0)
            AND coalesce(ceiling_before - ceiling_after BETWEEN 0 AND amount, ceiling_before IS NULL AND ceiling_after IS NULL)
        WHEN 'ceiling' THEN (held, spent, amount, released) = (0, 0, 0, 0)
    END AS follows
    FROM step
)
SELECT 'every entry follows from the one before it', count(*)::text, (count(*) FILTER (WHERE follows))::text,
       count(*) FILTER (WHERE follows IS NOT TRUE)
FROM judged
