-- Every top-up that was granted raised its month by its amount, in one entry; nothing else is an entry of its name.
WITH top_up AS (
    SELECT * FROM billing_topup WHERE %(since)s::timestamptz IS NULL OR coalesce(decided_at, requested_at) >= %(since)s::timestamptz
), judged AS (
    SELECT top_up.status IN ('granted', 'ended') AS was_granted, count(entry.id) AS entries,
           sum(entry.ceiling_after - before.ceiling_after) AS raised, top_up.amount
    FROM top_up
    LEFT JOIN billing_ledgerentry AS entry ON entry.reference = top_up.public_id
        AND (top_up.cap_id IS NULL OR entry.cap_id = top_up.cap_id)
    LEFT JOIN billing_ledgerentry AS before ON before.cap_id = entry.cap_id AND before.sequence = entry.sequence - 1
    GROUP BY top_up.id, top_up.status, top_up.amount
)
SELECT 'every granted top-up raised its month once, by its amount', (count(*) FILTER (WHERE was_granted))::text,
       (count(*) FILTER (WHERE was_granted AND entries = 1 AND raised = amount))::text,
       count(*) FILTER (WHERE CASE WHEN was_granted THEN (entries, raised) IS DISTINCT FROM (1, amount) ELSE entries > 0 END)
FROM judged
