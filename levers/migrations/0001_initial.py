import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_initial'),
        ('library', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='adresse')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('summary', models.TextField(verbose_name='présentation')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('sources', models.ManyToManyField(related_name='grids', to='editorial.source', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'grille de lecture',
                'verbose_name_plural': 'grilles de lecture',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Lever',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='adresse')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('synonyms', models.TextField(blank=True, help_text='Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.', verbose_name='autres noms')),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases, 400 caractères au plus.', max_length=400, verbose_name='résumé')),
                ('body', models.TextField(blank=True, help_text='En Markdown : « ## » pour un titre, « - » pour une liste.', verbose_name='texte')),
                ('status', models.CharField(choices=[('brouillon', 'Brouillon'), ('relecture', 'En relecture'), ('publie', 'Publié'), ('archive', 'Archivé')], default='brouillon', max_length=10, verbose_name='état')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('verified_on', models.DateField(blank=True, help_text='Vide : « à vérifier » est affiché.', null=True, verbose_name='vérifié le')),
                ('verify_every', models.PositiveSmallIntegerField(default=12, verbose_name='à revérifier tous les (mois)')),
                ('review_note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affiché.', verbose_name='à vérifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('when_to_use', models.TextField(blank=True, verbose_name='quand s’en servir')),
                ('first_steps', models.TextField(blank=True, verbose_name='premiers pas')),
                ('legal_basis', models.TextField(blank=True, verbose_name='base juridique')),
                ('cautions', models.TextField(blank=True, verbose_name='points d’attention')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='numéro')),
                ('verb', models.CharField(help_text='Par exemple « financer ».', max_length=60, verbose_name='verbe')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('terms', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.term', verbose_name='termes du glossaire')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'levier',
                'ordering': ['number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GridItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='identifiant')),
                ('title', models.CharField(max_length=300, verbose_name='intitulé')),
                ('note', models.TextField(blank=True, verbose_name='précision')),
                ('issuer', models.CharField(blank=True, max_length=120, verbose_name='émetteur')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='levers.grid', verbose_name='grille')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='levers.griditem', verbose_name='sous')),
                ('levers', models.ManyToManyField(blank=True, related_name='grid_items', to='levers.lever', verbose_name='leviers correspondants')),
            ],
            options={
                'verbose_name': 'ligne de grille',
                'verbose_name_plural': 'lignes de grille',
                'ordering': ['grid', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='adresse')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('synonyms', models.TextField(blank=True, help_text='Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.', verbose_name='autres noms')),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases, 400 caractères au plus.', max_length=400, verbose_name='résumé')),
                ('body', models.TextField(blank=True, help_text='En Markdown : « ## » pour un titre, « - » pour une liste.', verbose_name='texte')),
                ('status', models.CharField(choices=[('brouillon', 'Brouillon'), ('relecture', 'En relecture'), ('publie', 'Publié'), ('archive', 'Archivé')], default='brouillon', max_length=10, verbose_name='état')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('verified_on', models.DateField(blank=True, help_text='Vide : « à vérifier » est affiché.', null=True, verbose_name='vérifié le')),
                ('verify_every', models.PositiveSmallIntegerField(default=12, verbose_name='à revérifier tous les (mois)')),
                ('review_note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affiché.', verbose_name='à vérifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('when_to_use', models.TextField(blank=True, verbose_name='quand s’en servir')),
                ('first_steps', models.TextField(blank=True, verbose_name='premiers pas')),
                ('legal_basis', models.TextField(blank=True, verbose_name='base juridique')),
                ('cautions', models.TextField(blank=True, verbose_name='points d’attention')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='numéro')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('terms', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.term', verbose_name='termes du glossaire')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
                ('levers', models.ManyToManyField(blank=True, related_name='challenges', to='levers.lever', verbose_name='leviers')),
            ],
            options={
                'verbose_name': 'défi',
                'ordering': ['number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='adresse')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('synonyms', models.TextField(blank=True, help_text='Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.', verbose_name='autres noms')),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases, 400 caractères au plus.', max_length=400, verbose_name='résumé')),
                ('body', models.TextField(blank=True, help_text='En Markdown : « ## » pour un titre, « - » pour une liste.', verbose_name='texte')),
                ('status', models.CharField(choices=[('brouillon', 'Brouillon'), ('relecture', 'En relecture'), ('publie', 'Publié'), ('archive', 'Archivé')], default='brouillon', max_length=10, verbose_name='état')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('verified_on', models.DateField(blank=True, help_text='Vide : « à vérifier » est affiché.', null=True, verbose_name='vérifié le')),
                ('verify_every', models.PositiveSmallIntegerField(default=12, verbose_name='à revérifier tous les (mois)')),
                ('review_note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affiché.', verbose_name='à vérifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('when_to_use', models.TextField(blank=True, verbose_name='quand s’en servir')),
                ('first_steps', models.TextField(blank=True, verbose_name='premiers pas')),
                ('legal_basis', models.TextField(blank=True, verbose_name='base juridique')),
                ('cautions', models.TextField(blank=True, verbose_name='points d’attention')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('lever', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tools', to='levers.lever', verbose_name='levier')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('terms', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.term', verbose_name='termes du glossaire')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'outil',
                'ordering': ['lever', 'order'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='lever',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='levers_lever_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='lever',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='levers_lever_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='levers_challenge_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='levers_challenge_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
        migrations.AddConstraint(
            model_name='tool',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='levers_tool_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='tool',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='levers_tool_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
        migrations.AddConstraint(
            model_name='tool',
            constraint=models.UniqueConstraint(fields=('lever', 'order'), name='levers_tool_order_once', violation_error_message='Un autre outil de ce levier a déjà ce rang.'),
        ),
    ]
