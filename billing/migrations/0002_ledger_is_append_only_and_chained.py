"""The ledger's chain is made, and every change refused, by the database.

In a trigger and not in the application: whoever writes an entry, with whatever statement, gets its place in the chain
and can not choose it. Each money statement locks the cap first, so the entry before is always committed and visible.
The digest covers the entry and the digest before it; `prove_ledger` works both out again with the same function.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION billing_entry_digest(
    previous_digest text, cap bigint, sequence bigint, kind text, amount numeric, released numeric,
    held_after numeric, spent_after numeric, ceiling_after numeric, reference text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(
        concat_ws('|', previous_digest, cap, sequence, kind, amount, released, held_after, spent_after,
                  coalesce(ceiling_after::text, 'none'), reference), 'UTF8')), 'hex')
$$;

CREATE FUNCTION billing_chain_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.previous_digest := coalesce(
        (SELECT digest FROM billing_ledgerentry WHERE cap_id = NEW.cap_id AND sequence = NEW.sequence - 1), '');
    IF NEW.sequence > 1 AND NEW.previous_digest = '' THEN
        RAISE EXCEPTION 'the entry before is missing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledgerentry_chain_has_no_gap';
    END IF;
    NEW.digest := billing_entry_digest(
        NEW.previous_digest, NEW.cap_id, NEW.sequence, NEW.kind, NEW.amount, NEW.released, NEW.held_after,
        NEW.spent_after, NEW.ceiling_after, NEW.reference);
    RETURN NEW;
END
$$;

CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledgerentry_append_only';
END
$$;

CREATE TRIGGER ledgerentry_chain BEFORE INSERT ON billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION billing_chain_entry();
CREATE TRIGGER ledgerentry_append_only BEFORE UPDATE OR DELETE ON billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
"""

AWAY = """
DROP TRIGGER ledgerentry_append_only ON billing_ledgerentry;
DROP TRIGGER ledgerentry_chain ON billing_ledgerentry;
DROP FUNCTION billing_refuse_change, billing_chain_entry, billing_entry_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, AWAY)]
