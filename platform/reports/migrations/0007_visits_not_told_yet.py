from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_campaign_profit"),
    ]

    operations = [
        migrations.AddField(
            model_name=name, name="waiting", field=models.IntegerField(db_default=0, default=0)
        )
        for name in ("profitcell", "profitmonth")
    ]
