"""An entry's time is part of what its digest covers, is set by the database, and no chain is ever emptied whole.

The time is that of the move itself (`clock_timestamp()`, read while the cap is locked) and not that of the
transaction: so it never runs backward along a chain, whoever waited for whom. Entries from before this migration are
chained anew, which nothing but a migration can do.
"""

from django.db import migrations

DIGEST = """
DROP FUNCTION billing_entry_digest(text, bigint, bigint, text, numeric, numeric, numeric, numeric, numeric, text);
CREATE FUNCTION billing_entry_digest(
    previous_digest text, cap bigint, sequence bigint, kind text, amount numeric, released numeric,
    held_after numeric, spent_after numeric, ceiling_after numeric, reference text, at timestamptz
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(
        concat_ws('|', previous_digest, cap, sequence, kind, amount, released, held_after, spent_after,
                  coalesce(ceiling_after::text, 'none'), reference, extract(epoch FROM at)), 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION billing_chain_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.previous_digest := coalesce(
        (SELECT digest FROM billing_ledgerentry WHERE cap_id = NEW.cap_id AND sequence = NEW.sequence - 1), '');
    IF NEW.sequence > 1 AND NEW.previous_digest = '' THEN
        RAISE EXCEPTION 'the entry before is missing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledgerentry_chain_has_no_gap';
    END IF;
    NEW.digest := billing_entry_digest(
        NEW.previous_digest, NEW.cap_id, NEW.sequence, NEW.kind, NEW.amount, NEW.released, NEW.held_after,
        NEW.spent_after, NEW.ceiling_after, NEW.reference, NEW.at);
    RETURN NEW;
END
$$;

CREATE TRIGGER ledgerentry_never_emptied BEFORE TRUNCATE ON billing_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
"""

CHAIN_ANEW = """
ALTER TABLE billing_ledgerentry DISABLE TRIGGER ledgerentry_append_only;
DO $$
DECLARE
    entry record;
    before text := '';
BEGIN
    FOR entry IN SELECT * FROM billing_ledgerentry ORDER BY cap_id, sequence LOOP
        IF entry.sequence = 1 THEN
            before := '';
        END IF;
        UPDATE billing_ledgerentry
        SET previous_digest = before,
            digest = billing_entry_digest(
                before, entry.cap_id, entry.sequence, entry.kind, entry.amount, entry.released, entry.held_after,
                entry.spent_after, entry.ceiling_after, entry.reference, entry.at)
        WHERE id = entry.id
        RETURNING digest INTO before;
    END LOOP;
END
$$;
ALTER TABLE billing_ledgerentry ENABLE TRIGGER ledgerentry_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_top_ups_warnings_and_proofs")]
    operations = [migrations.RunSQL(DIGEST), migrations.RunSQL(CHAIN_ANEW)]
