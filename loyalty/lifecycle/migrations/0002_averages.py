from django.db import migrations, models

# Guests who were judged before have them at once, not from the next night on.
FILL = """
UPDATE lifecycle_state s SET rate_cents_avg = v.rate, ota_share = v.ota, weekend_share = v.weekend, lead_days_avg = b.lead
  FROM (SELECT guest_id, sum(rate_cents)::bigint / count(*) AS rate,
               (count(*) FILTER (WHERE channel = 'ota'))::float8 / count(*) AS ota,
               (count(*) FILTER (WHERE mod(check_in_on - date '2001-01-01', 7) IN (4, 5)))::float8 / count(*) AS weekend
          FROM stays_visit GROUP BY guest_id) v
  LEFT JOIN (SELECT guest_id, sum(round(date_part('epoch', check_in - booked_at) / 60)) / 1440 / count(*) AS lead
               FROM stays_stay WHERE visit_id IS NOT NULL AND booked_at IS NOT NULL GROUP BY guest_id) b
         ON b.guest_id = v.guest_id
 WHERE s.guest_id = v.guest_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0001_initial"),
        ("stays", "0001_initial"),
    ]

    operations = [
        migrations.AddField("state", "rate_cents_avg", models.BigIntegerField(null=True)),
        migrations.AddField("state", "ota_share", models.FloatField(null=True)),
        migrations.AddField("state", "weekend_share", models.FloatField(null=True)),
        migrations.AddField("state", "lead_days_avg", models.FloatField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
