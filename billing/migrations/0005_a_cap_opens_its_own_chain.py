"""A cap's first ceiling is the first entry of its chain, whoever opens the cap.

In triggers: a cap can then neither begin with amounts that no entry explains, nor without an entry that says what its
ceiling was. The chain tells every ceiling there ever was.
"""

from django.db import migrations

OPENED = """
CREATE FUNCTION billing_cap_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held <> 0 OR NEW.spent <> 0 OR NEW.overhang <> 0 THEN
        RAISE EXCEPTION 'a cap begins with nothing held and nothing spent'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cap_begins_empty';
    END IF;
    NEW.sequence := 1;
    NEW.moved_at := clock_timestamp();
    RETURN NEW;
END
$$;

CREATE FUNCTION billing_cap_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing_ledgerentry
        (cap_id, sequence, kind, amount, released, held_after, spent_after, ceiling_after, reference,
         previous_digest, digest)
    VALUES (NEW.id, 1, 'open', 0, 0, 0, 0, NEW.ceiling, NEW.public_id, '', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER cap_begins_empty BEFORE INSERT ON billing_cap
    FOR EACH ROW EXECUTE FUNCTION billing_cap_begins();
CREATE TRIGGER cap_opens_its_chain AFTER INSERT ON billing_cap
    FOR EACH ROW EXECUTE FUNCTION billing_cap_opened();

-- Caps that were opened before and never moved get their first entry now.
WITH untouched AS (
    UPDATE billing_cap SET sequence = 1 WHERE sequence = 0 RETURNING id, public_id, ceiling
)
INSERT INTO billing_ledgerentry
    (cap_id, sequence, kind, amount, released, held_after, spent_after, ceiling_after, reference,
     previous_digest, digest)
SELECT id, 1, 'open', 0, 0, 0, 0, ceiling, public_id, '', '' FROM untouched;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_the_ledger_dates_itself")]
    operations = [migrations.RunSQL(OPENED)]
