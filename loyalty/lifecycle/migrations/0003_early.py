from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guests", "0003_winning"),
        ("lifecycle", "0002_averages"),
    ]

    operations = [
        migrations.AddIndex(
            "state", models.Index(fields=["guest"], name="state_early", condition=models.Q(deviation="early"))
        ),
    ]
