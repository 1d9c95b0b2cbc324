import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_initial'),
        ('levers', '0001_initial'),
        ('library', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Actor',
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
                ('kind', models.CharField(choices=[('cress', 'CRESS'), ('tete-de-reseau', 'Tête de réseau de l’ESS'), ('accompagnateur', 'Accompagnateur ou incubateur'), ('financeur-solidaire', 'Financeur solidaire ou participatif'), ('financeur-public', 'Financeur public'), ('fondation', 'Fondation'), ('etat', 'État, opérateur ou Europe'), ('elus', 'Association d’élus'), ('collectivite', 'Collectivité'), ('reseau-local', 'Réseau de développement local'), ('reseau-ess', 'Réseau ou fédération de l’ESS'), ('ressources', 'Centre de ressources, recherche ou formation'), ('etudes', 'Bureau d’études'), ('structure', 'Structure de l’ESS')], max_length=20, verbose_name='type')),
                ('purpose', models.CharField(choices=[('informer', 'Informe et oriente'), ('accompagner', 'Accompagne'), ('financer', 'Finance'), ('representer', 'Représente'), ('agir', 'Agit sur le terrain')], max_length=12, verbose_name='rôle auprès d’une commune')),
                ('first_contact', models.CharField(blank=True, choices=[('1-cress', 'La CRESS, tête de réseau régionale'), ('2-dla', 'Le DLA, accompagnement gratuit des structures'), ('3-fabrique', 'La Fabrique à initiatives, pour faire naître une activité'), ('4-financeur', 'Les financeurs solidaires'), ('5-reseau', 'Les réseaux de collectivités et centres de ressources')], help_text='À quel titre une commune l’appelle en premier. Vide pour la plupart.', max_length=12, verbose_name='premier contact')),
                ('legal_form', models.CharField(blank=True, max_length=120, verbose_name='forme juridique')),
                ('next_step', models.TextField(blank=True, help_text='Le premier pas, en une phrase.', verbose_name='et maintenant ?')),
                ('contact_note', models.CharField(blank=True, help_text='Jamais de contact nominatif.', max_length=300, verbose_name='comment le joindre')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel générique')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('closing_note', models.CharField(blank=True, help_text='Affiché quand la fiche est archivée.', max_length=300, verbose_name='pourquoi il n’est plus actif')),
                ('challenges', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.challenge', verbose_name='défis')),
                ('coverage', models.ManyToManyField(blank=True, related_name='actors', to='territories.territory', verbose_name='territoires couverts')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('levers', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.lever', verbose_name='leviers')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='actors.actor', verbose_name='s’adresser désormais à')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seated_actors', to='territories.territory', verbose_name='commune du siège')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'acteur',
                'ordering': ['title'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(help_text='« anime », « a créé »…', max_length=80, verbose_name='relation')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='actors.actor', verbose_name='acteur')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='actors.actor', verbose_name='autre acteur')),
            ],
            options={
                'verbose_name': 'lien entre acteurs',
                'verbose_name_plural': 'liens entre acteurs',
                'ordering': ['subject', 'verb'],
            },
        ),
        migrations.AddField(
            model_name='actor',
            name='links',
            field=models.ManyToManyField(related_name='linked_from', through='actors.ActorLink', to='actors.actor', verbose_name='liens'),
        ),
        migrations.CreateModel(
            name='Support',
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
                ('kind', models.CharField(choices=[('dispositif', 'Accompagnement'), ('programme', 'Programme ou label'), ('contrat', 'Contrat ou cadre'), ('financement', 'Financement')], max_length=12, verbose_name='type')),
                ('availability', models.CharField(choices=[('ouvert', 'Ouvert'), ('a-verifier', 'À vérifier'), ('termine', 'Terminé')], default='a-verifier', max_length=12, verbose_name='disponibilité')),
                ('first_contact', models.CharField(blank=True, choices=[('1-cress', 'La CRESS, tête de réseau régionale'), ('2-dla', 'Le DLA, accompagnement gratuit des structures'), ('3-fabrique', 'La Fabrique à initiatives, pour faire naître une activité'), ('4-financeur', 'Les financeurs solidaires'), ('5-reseau', 'Les réseaux de collectivités et centres de ressources')], max_length=12, verbose_name='premier contact')),
                ('audience', models.CharField(blank=True, max_length=300, verbose_name='pour qui')),
                ('period', models.CharField(blank=True, max_length=200, verbose_name='période')),
                ('next_step', models.TextField(blank=True, help_text='Le premier pas, en une phrase.', verbose_name='et maintenant ?')),
                ('directory_url', models.URLField(blank=True, help_text='Où chercher quand aucun porteur local n’est connu.', max_length=500, verbose_name='annuaire national')),
                ('challenges', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.challenge', verbose_name='défis')),
                ('coverage', models.ManyToManyField(blank=True, help_text='Vide : ceux des acteurs qui le portent.', related_name='supports', to='territories.territory', verbose_name='territoires couverts')),
                ('keywords', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='mots-clés')),
                ('levers', models.ManyToManyField(blank=True, related_name='%(class)ss', to='levers.lever', verbose_name='leviers')),
                ('publications', models.ManyToManyField(blank=True, related_name='%(class)ss', to='library.publication', verbose_name='publications')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.source', verbose_name='sources')),
                ('terms', models.ManyToManyField(blank=True, related_name='supports', to='library.term', verbose_name='termes du glossaire')),
                ('territory_types', models.ManyToManyField(blank=True, help_text='Vide : tous.', related_name='supports', to='territories.territorytype', verbose_name='types de territoire')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='editorial.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'appui',
                'ordering': ['title'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True, verbose_name='identifiant')),
                ('area_note', models.CharField(blank=True, max_length=160, verbose_name='territoire en toutes lettres')),
                ('confirmed', models.BooleanField(default=False, verbose_name='confirmé par une source')),
                ('seen', models.CharField(blank=True, help_text='« 2024-07-23 », « page non datée »…', max_length=60, verbose_name='date de la page')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='site')),
                ('note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affichée.', verbose_name='note')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carried', to='actors.actor', verbose_name='porteur')),
                ('coverage', models.ManyToManyField(blank=True, related_name='carriers', to='territories.territory', verbose_name='territoires')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carriers', to='editorial.source', verbose_name='source')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carriers', to='actors.support', verbose_name='appui')),
            ],
            options={
                'verbose_name': 'portage local',
                'verbose_name_plural': 'portages locaux',
                'ordering': ['support', 'actor'],
            },
        ),
        migrations.CreateModel(
            name='SupportRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(help_text='« porte », « anime », « finance »…', max_length=80, verbose_name='rôle')),
                ('operates', models.BooleanField(default=False, verbose_name='porte l’appui')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='actors.actor', verbose_name='acteur')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='actors.support', verbose_name='appui')),
            ],
            options={
                'verbose_name': 'rôle dans un appui',
                'verbose_name_plural': 'rôles dans les appuis',
                'ordering': ['support', '-operates', 'verb'],
            },
        ),
        migrations.AddField(
            model_name='support',
            name='actors',
            field=models.ManyToManyField(related_name='supports', through='actors.SupportRole', to='actors.actor', verbose_name='acteurs'),
        ),
        migrations.AddConstraint(
            model_name='actorlink',
            constraint=models.UniqueConstraint(fields=('subject', 'verb', 'target'), name='actors_actorlink_once'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='actors_actor_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='actors_actor_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
        migrations.AddConstraint(
            model_name='supportrole',
            constraint=models.UniqueConstraint(fields=('support', 'actor', 'verb'), name='actors_supportrole_once'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='actors_support_published_dated', violation_error_message='Une fiche publiée a une date de publication.'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='actors_support_published_summed_up', violation_error_message='Une fiche publiée a un résumé.'),
        ),
    ]
