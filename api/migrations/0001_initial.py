from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeyedRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=48)),
                ("key", models.BinaryField(max_length=32)),
                ("asked", models.BinaryField(max_length=32)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("content_type", models.CharField(blank=True, default="", max_length=80)),
                ("location", models.CharField(blank=True, default="", max_length=200)),
                ("answer", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="keyed_request_age")],
                "constraints": [models.UniqueConstraint(fields=("owner", "key"), name="keyed_request_once")],
            },
        ),
    ]
