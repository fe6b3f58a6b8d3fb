"""A month that is used to 80, 95 or 100 percent gets a warning, in the transaction that uses it, once a window.

In a trigger: holds raise what is used and lower ceilings do too, each in a statement of its own, and none may forget
to warn. The trigger's own condition keeps it silent for every move that crosses nothing.
"""

from django.db import migrations

WARN = """
CREATE FUNCTION billing_warn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing_capwarning (cap_id, percent, at)
    SELECT NEW.id, percent, clock_timestamp()
    FROM unnest(ARRAY[80, 95, 100]) AS percent
    WHERE (NEW.held + NEW.spent) * 100 >= NEW.ceiling * percent
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER cap_warns_as_it_fills AFTER UPDATE ON billing_cap
    FOR EACH ROW
    WHEN (NEW.scope IN ('studio_month', 'license_month') AND NEW.ceiling > 0
          AND (NEW.held + NEW.spent) * 100 >= NEW.ceiling * 80
          AND (OLD.ceiling, OLD.held + OLD.spent) IS DISTINCT FROM (NEW.ceiling, NEW.held + NEW.spent))
    EXECUTE FUNCTION billing_warn();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0006_a_published_price_book_never_changes")]
    operations = [migrations.RunSQL(WARN)]
