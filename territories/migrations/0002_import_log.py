import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='référence')),
                ('origin', models.CharField(max_length=300, verbose_name='lue depuis')),
                ('vintage', models.CharField(blank=True, max_length=60, verbose_name='millésime')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('rows', models.PositiveIntegerField(verbose_name='lignes')),
                ('added', models.PositiveIntegerField(verbose_name='ajoutées')),
                ('changed', models.PositiveIntegerField(verbose_name='modifiées')),
                ('removed', models.PositiveIntegerField(verbose_name='retirées')),
                ('unknown', models.TextField(blank=True, verbose_name='codes inconnus, ignorés')),
            ],
            options={
                'verbose_name': 'import de référence',
                'verbose_name_plural': 'imports de référence',
                'ordering': ['-at', '-id'],
            },
        ),
    ]
