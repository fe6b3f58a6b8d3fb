-- Each entry's digest covers its row and the digest before it; the newest says what its cap says, and nothing is beyond.
WITH entry AS (
    SELECT * FROM billing_ledgerentry WHERE %(since)s::timestamptz IS NULL OR at >= %(since)s::timestamptz
), linked AS (
    SELECT entry.id,
           entry.digest = billing_entry_digest(
               entry.previous_digest, entry.cap_id, entry.sequence, entry.kind, entry.amount, entry.released,
               entry.held_after, entry.spent_after, entry.ceiling_after, entry.reference, entry.at
           ) AND entry.previous_digest = coalesce(before.digest, '')
             AND (entry.sequence = 1) = (before.id IS NULL) AS is_whole
    FROM entry LEFT JOIN billing_ledgerentry AS before
        ON before.cap_id = entry.cap_id AND before.sequence = entry.sequence - 1
), apart AS (
    SELECT count(*) AS count
    FROM billing_cap AS cap LEFT JOIN LATERAL (
        SELECT * FROM billing_ledgerentry WHERE cap_id = cap.id ORDER BY sequence DESC LIMIT 1
    ) AS newest ON true
    WHERE (%(since)s::timestamptz IS NULL OR cap.moved_at >= %(since)s::timestamptz)
        AND (newest.sequence, newest.held_after, newest.spent_after, newest.ceiling_after)
            IS DISTINCT FROM (cap.sequence, cap.held, cap.spent, cap.ceiling)
)
SELECT 'the chain of every cap is whole up to its newest entry', count(*)::text,
       (count(*) FILTER (WHERE is_whole))::text,
       count(*) FILTER (WHERE is_whole IS NOT TRUE) + (SELECT count FROM apart)
FROM linked
