import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TerritoryType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='adresse')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('short_name', models.CharField(max_length=60, verbose_name='nom court')),
                ('singular', models.CharField(help_text='Par exemple « une Petite ville de demain ».', max_length=120, verbose_name='dans une phrase')),
                ('definition', models.TextField(verbose_name='définition')),
                ('programme', models.CharField(blank=True, max_length=200, verbose_name='programme ou contrat')),
                ('basis', models.CharField(choices=[('liste', 'Liste officielle de communes'), ('calcul', 'Calculé à partir des communes'), ('definition', 'Défini, sans liste de communes')], max_length=12, verbose_name='établi d’après')),
                ('synonyms', models.TextField(blank=True, help_text='Un par ligne.', verbose_name='autres noms')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
            ],
            options={
                'verbose_name': 'type de territoire',
                'verbose_name_plural': 'types de territoire',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ZoningList',
            fields=[
                ('key', models.SlugField(max_length=30, primary_key=True, serialize=False, verbose_name='liste')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('publisher', models.CharField(max_length=120, verbose_name='éditeur')),
                ('origin', models.CharField(max_length=300, verbose_name='lue depuis')),
                ('vintage', models.CharField(blank=True, max_length=60, verbose_name='millésime')),
                ('imported_at', models.DateTimeField(verbose_name='lue le')),
                ('rows', models.PositiveIntegerField(verbose_name='communes')),
            ],
            options={
                'verbose_name': 'liste officielle',
                'verbose_name_plural': 'listes officielles',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('code', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='code')),
                ('level', models.CharField(choices=[('france', 'Pays'), ('region', 'Région'), ('departement', 'Département'), ('epci', 'Intercommunalité'), ('commune', 'Commune')], max_length=12, verbose_name='niveau')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('slug', models.SlugField(max_length=120, verbose_name='adresse')),
                ('search_name', models.CharField(help_text='Sans accent ni ponctuation.', max_length=120, verbose_name='nom pour la recherche')),
                ('nature', models.CharField(blank=True, help_text='Pour une intercommunalité : CC, CA, CU…', max_length=20, verbose_name='nature')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='territories.territory', verbose_name='intercommunalité')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory', verbose_name='région')),
            ],
            options={
                'verbose_name': 'territoire',
                'verbose_name_plural': 'territoires',
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Zoning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('detail', models.CharField(blank=True, max_length=120, verbose_name='précision')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zonings', to='territories.territory', verbose_name='territoire')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zonings', to='territories.territorytype', verbose_name='type')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zonings', to='territories.zoninglist', verbose_name='liste')),
            ],
            options={
                'verbose_name': 'zonage',
                'verbose_name_plural': 'zonages',
                'ordering': ['territory', 'type'],
            },
        ),
        migrations.AddField(
            model_name='territory',
            name='types',
            field=models.ManyToManyField(related_name='territories', through='territories.Zoning', to='territories.territorytype', verbose_name='types de territoire'),
        ),
        migrations.CreateModel(
            name='PostalCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=5, verbose_name='code postal')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postal_codes', to='territories.territory', verbose_name='commune')),
            ],
            options={
                'verbose_name': 'code postal',
                'verbose_name_plural': 'codes postaux',
                'ordering': ['code', 'commune'],
                'constraints': [models.UniqueConstraint(fields=('code', 'commune'), name='territories_postalcode_once')],
            },
        ),
        migrations.CreateModel(
            name='FormerCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('insee', models.CharField(db_index=True, max_length=5, verbose_name='code INSEE')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('search_name', models.CharField(db_index=True, max_length=120, verbose_name='nom pour la recherche')),
                ('kind', models.CharField(choices=[('deleguee', 'Commune déléguée'), ('associee', 'Commune associée'), ('arrondissement', 'Arrondissement municipal')], max_length=15, verbose_name='nature')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_communes', to='territories.territory', verbose_name='commune actuelle')),
            ],
            options={
                'verbose_name': 'ancienne commune',
                'verbose_name_plural': 'anciennes communes',
                'ordering': ['name', 'insee'],
                'constraints': [models.UniqueConstraint(fields=('insee', 'kind'), name='territories_former_once')],
            },
        ),
        migrations.AddIndex(
            model_name='territory',
            index=models.Index(fields=['level', 'search_name'], name='territories_level_3fea94_idx'),
        ),
        migrations.AddIndex(
            model_name='territory',
            index=models.Index(fields=['level', '-population'], name='territories_level_0740bd_idx'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', 'france'), ('level', 'france')), models.Q(('code__startswith', 'region-'), ('level', 'region')), models.Q(('code__startswith', 'departement-'), ('level', 'departement')), models.Q(('code__startswith', 'epci-'), ('level', 'epci')), models.Q(('code__startswith', 'commune-'), ('department__isnull', False), ('level', 'commune')), _connector='OR'), name='territories_territory_code_says_level', violation_error_message='Le code doit commencer par le niveau, et une commune avoir un département.'),
        ),
        migrations.AddConstraint(
            model_name='zoning',
            constraint=models.UniqueConstraint(fields=('territory', 'type'), name='territories_zoning_once', violation_error_message='Ce territoire est déjà de ce type.'),
        ),
    ]
