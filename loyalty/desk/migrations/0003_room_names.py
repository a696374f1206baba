from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_this_tier_or_higher'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoomName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room_type', models.CharField(max_length=60, unique=True)),
                ('en', models.CharField(max_length=60)),
                ('changed_at', models.DateTimeField()),
                ('changed_by_name', models.CharField(blank=True, default='', max_length=80)),
            ],
        ),
    ]
