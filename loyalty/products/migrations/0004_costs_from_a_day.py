from django.db import migrations, models

# What is set today holds for ever before, as it did: profits of the past stay what they are.
FILL = """
INSERT INTO products_held (kind, thing, valid_from, value, by_name)
SELECT 'rooms', room_type, DATE '0001-01-01', cost_cents, '' FROM products_roomcost
 UNION ALL
SELECT 'share', 'fnb', DATE '0001-01-01', fnb_cost_bp, '' FROM products_margin WHERE fnb_cost_bp IS NOT NULL
 UNION ALL
SELECT 'share', 'other', DATE '0001-01-01', other_cost_bp, '' FROM products_margin WHERE other_cost_bp IS NOT NULL
 UNION ALL
SELECT 'commission', name, DATE '0001-01-01', commission_bp, '' FROM stays_source WHERE commission_bp IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0003_profit_of_the_past"),
        ("stays", "0002_commission"),
    ]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("thing", models.CharField(blank=True, max_length=60)),
                ("valid_from", models.DateField()),
                ("value", models.BigIntegerField(null=True)),
                ("set_at", models.DateTimeField(null=True)),
                ("by_name", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "thing", "valid_from"), name="cost_once_from_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="cost_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
