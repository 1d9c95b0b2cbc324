from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Loading',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='quoi')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
                ('loaded_at', models.DateTimeField(auto_now=True, verbose_name='chargé le')),
            ],
            options={
                'verbose_name': 'chargement',
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='identifiant')),
                ('title', models.CharField(max_length=300, verbose_name='titre')),
                ('publisher', models.CharField(max_length=160, verbose_name='éditeur')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='adresse')),
                ('date', models.CharField(blank=True, help_text='Telle que la source la donne : « sept. 2020 ».', max_length=60, verbose_name='date')),
            ],
            options={
                'verbose_name': 'source',
                'ordering': ['publisher', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='adresse')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('summary', models.CharField(max_length=300, verbose_name='en une phrase')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
            ],
            options={
                'verbose_name': 'thème',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ThemeAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=120, verbose_name='classement d’origine')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                ('themes', models.ManyToManyField(blank=True, related_name='aliases', to='editorial.theme', verbose_name='thèmes du portail')),
            ],
            options={
                'verbose_name': 'autre nom de thème',
                'verbose_name_plural': 'autres noms de thèmes',
                'ordering': ['scheme', 'name'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'name'), name='editorial_themealias_once')],
            },
        ),
    ]
