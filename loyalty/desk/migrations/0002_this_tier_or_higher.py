from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='surpriserule',
            name='higher',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
