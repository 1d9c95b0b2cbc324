import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actors', '0001_initial'),
        ('editorial', '0001_initial'),
        ('levers', '0001_initial'),
        ('library', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
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
                ('website', models.URLField(blank=True, max_length=500, verbose_name='site')),
                ('kind', models.CharField(choices=[('initiative', 'Initiative de l’ESS'), ('publique', 'Initiative publique'), ('dispositif', 'Accompagnement illustré'), ('financement', 'Financement illustré'), ('lieu', 'Lieu'), ('evenement', 'Événement')], max_length=12, verbose_name='type')),
                ('place_note', models.CharField(blank=True, max_length=160, verbose_name='lieu en toutes lettres')),
                ('legal_form', models.CharField(blank=True, max_length=120, verbose_name='forme')),
                ('date_label', models.CharField(blank=True, max_length=80, verbose_name='date affichée')),
                ('lesson', models.TextField(blank=True, help_text='Une ou deux phrases.', verbose_name='ce qu’une commune peut en retenir')),
                ('challenges', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.challenge', verbose_name='défis')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('levers', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.lever', verbose_name='leviers')),
                ('places', models.ManyToManyField(blank=True, help_text='La commune quand elle est connue, sinon le département ou la région.', related_name='initiatives', to='territories.territory', verbose_name='lieux')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('supports', models.ManyToManyField(blank=True, related_name='initiatives', to='actors.support', verbose_name='appuis mobilisés')),
                ('territory_types', models.ManyToManyField(blank=True, related_name='initiatives', to='territories.territorytype', verbose_name='types de territoire')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'initiative',
                'ordering': ['title'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(help_text='« porte », « soutient »…', max_length=80, verbose_name='rôle')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='actors.actor', verbose_name='acteur')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'participation',
                'ordering': ['initiative', 'id'],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='actors',
            field=models.ManyToManyField(related_name='initiatives', through='initiatives.Participation', to='actors.actor', verbose_name='acteurs'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('initiative', 'actor', 'verb'), name='initiatives_participation_once'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='initiatives_initiative_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='initiatives_initiative_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
    ]
