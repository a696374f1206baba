from django.db import migrations

# What was there before has its profit reckoned with the next refresh, not from the next change on.
MARK = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT p.id, m.month, now()
  FROM (SELECT DISTINCT date_trunc('month', check_in_on)::date AS month FROM stays_visit) m
  JOIN public.tenants_property p ON p.schema_name = current_schema()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0002_stock_and_costs"),
        ("stays", "0002_commission"),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
