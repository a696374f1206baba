from django.db import migrations


# Months in which somebody is in house are reckoned anew: they say now of how many visits no room revenue is told.
MARK = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT p.id, m.month, now()
  FROM (SELECT DISTINCT date_trunc('month', check_in_on)::date AS month FROM stays_visit WHERE checked_out_at IS NULL) m
  JOIN public.tenants_property p ON p.schema_name = current_schema()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0004_costs_from_a_day"),
    ]

    operations = [
        migrations.RemoveField(model_name="margin", name="fnb_cost_bp"),
        migrations.RemoveField(model_name="margin", name="other_cost_bp"),
        migrations.DeleteModel(name="RoomCost"),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
