from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stays", "0002_commission"),
        # Commissions stand there with the day they hold from.
        ("products", "0004_costs_from_a_day"),
    ]

    operations = [
        migrations.RemoveField(model_name="source", name="commission_bp"),
    ]
