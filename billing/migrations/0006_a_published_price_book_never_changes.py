"""A price book is written, published, and from then on refused every change by the database.

Quotes pin a book: a price that could still change would change bills that people have approved. Rows may be added
only while `published_at` is NULL, that is, inside the transaction that publishes the book.
"""

from django.db import migrations

IMMUTABLE = """
UPDATE billing_pricebook SET published_at = created_at WHERE published_at IS NULL;

CREATE FUNCTION billing_refuse_book_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.published_at IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published price book never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'pricebook_immutable';
END
$$;

CREATE FUNCTION billing_refuse_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (SELECT published_at IS NULL FROM billing_pricebook WHERE id = NEW.book_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published price book never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'price_immutable';
END
$$;

CREATE TRIGGER pricebook_immutable BEFORE UPDATE OR DELETE ON billing_pricebook
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_book_change();
CREATE TRIGGER pricebook_never_emptied BEFORE TRUNCATE ON billing_pricebook
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_book_change();
CREATE TRIGGER price_immutable BEFORE INSERT OR UPDATE OR DELETE ON billing_price
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_price_change();
CREATE TRIGGER price_never_emptied BEFORE TRUNCATE ON billing_price
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_price_change();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_a_cap_opens_its_own_chain")]
    operations = [migrations.RunSQL(IMMUTABLE)]
