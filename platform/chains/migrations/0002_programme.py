import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chains', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('document', models.JSONField()),
                ('adjustable', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('published_at', models.DateTimeField()),
                ('published_by_kind', models.CharField(max_length=10)),
                ('published_by', models.CharField(max_length=64)),
                ('published_by_name', models.CharField(max_length=80)),
                ('chain', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='chains.chain')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='chain_programme_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='chain_programme_from_1')],
            },
        ),
    ]
