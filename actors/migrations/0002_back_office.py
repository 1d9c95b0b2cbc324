import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_partners_and_accounts'),
        ('actors', '0001_initial'),
        ('editorial', '0002_back_office'),
        ('levers', '0002_back_office'),
        ('library', '0002_back_office'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('territories', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalActor',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.CharField(default='modification', max_length=40, verbose_name='acte')),
                ('links', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='liens')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, verbose_name='adresse')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('synonyms', models.TextField(blank=True, help_text='Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.', verbose_name='autres noms')),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases, 400 caractères au plus.', max_length=400, verbose_name='résumé')),
                ('body', models.TextField(blank=True, help_text='En Markdown : « ## » pour un titre, « - » pour une liste.', verbose_name='texte')),
                ('status', models.CharField(choices=[('brouillon', 'Brouillon'), ('relecture', 'En relecture'), ('publie', 'Publié'), ('archive', 'Archivé')], default='brouillon', max_length=10, verbose_name='état')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('verified_on', models.DateField(blank=True, help_text='Vide : « à vérifier » est affiché.', null=True, verbose_name='vérifié le')),
                ('verify_every', models.PositiveSmallIntegerField(default=12, verbose_name='à revérifier tous les (mois)')),
                ('review_note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affiché.', verbose_name='à vérifier')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paraîtra le')),
                ('expire_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='expirera le')),
                ('sourced', models.BooleanField(default=False, editable=False, verbose_name='sourcée')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='site')),
                ('placed', models.BooleanField(default=False, editable=False, verbose_name='située')),
                ('kind', models.CharField(choices=[('cress', 'CRESS'), ('tete-de-reseau', 'Tête de réseau de l’ESS'), ('accompagnateur', 'Accompagnateur ou incubateur'), ('financeur-solidaire', 'Financeur solidaire ou participatif'), ('financeur-public', 'Financeur public'), ('fondation', 'Fondation'), ('etat', 'État, opérateur ou Europe'), ('elus', 'Association d’élus'), ('collectivite', 'Collectivité'), ('reseau-local', 'Réseau de développement local'), ('reseau-ess', 'Réseau ou fédération de l’ESS'), ('ressources', 'Centre de ressources, recherche ou formation'), ('etudes', 'Bureau d’études'), ('structure', 'Structure de l’ESS')], max_length=20, verbose_name='type')),
                ('purpose', models.CharField(choices=[('informer', 'Informe et oriente'), ('accompagner', 'Accompagne'), ('financer', 'Finance'), ('representer', 'Représente'), ('agir', 'Agit sur le terrain')], max_length=12, verbose_name='rôle auprès d’une commune')),
                ('first_contact', models.CharField(blank=True, choices=[('1-cress', 'La CRESS, tête de réseau régionale'), ('2-dla', 'Le DLA, accompagnement gratuit des structures'), ('3-fabrique', 'La Fabrique à initiatives, pour faire naître une activité'), ('4-financeur', 'Les financeurs solidaires'), ('5-reseau', 'Les réseaux de collectivités et centres de ressources')], help_text='À quel titre une commune l’appelle en premier. Vide pour la plupart.', max_length=12, verbose_name='premier contact')),
                ('legal_form', models.CharField(blank=True, max_length=120, verbose_name='forme juridique')),
                ('next_step', models.TextField(blank=True, help_text='Le premier pas, en une phrase.', verbose_name='et maintenant ?')),
                ('contact_note', models.CharField(blank=True, help_text='Jamais de contact nominatif.', max_length=300, verbose_name='comment le joindre')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel générique')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('closing_note', models.CharField(blank=True, help_text='Affiché quand la fiche est archivée.', max_length=300, verbose_name='pourquoi il n’est plus actif')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical acteur',
                'verbose_name_plural': 'historical acteurs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSupport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.CharField(default='modification', max_length=40, verbose_name='acte')),
                ('links', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='liens')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, verbose_name='adresse')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('synonyms', models.TextField(blank=True, help_text='Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.', verbose_name='autres noms')),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases, 400 caractères au plus.', max_length=400, verbose_name='résumé')),
                ('body', models.TextField(blank=True, help_text='En Markdown : « ## » pour un titre, « - » pour une liste.', verbose_name='texte')),
                ('status', models.CharField(choices=[('brouillon', 'Brouillon'), ('relecture', 'En relecture'), ('publie', 'Publié'), ('archive', 'Archivé')], default='brouillon', max_length=10, verbose_name='état')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('verified_on', models.DateField(blank=True, help_text='Vide : « à vérifier » est affiché.', null=True, verbose_name='vérifié le')),
                ('verify_every', models.PositiveSmallIntegerField(default=12, verbose_name='à revérifier tous les (mois)')),
                ('review_note', models.TextField(blank=True, help_text='Pour l’équipe, jamais affiché.', verbose_name='à vérifier')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paraîtra le')),
                ('expire_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='expirera le')),
                ('sourced', models.BooleanField(default=False, editable=False, verbose_name='sourcée')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='site')),
                ('placed', models.BooleanField(default=False, editable=False, verbose_name='située')),
                ('kind', models.CharField(choices=[('dispositif', 'Accompagnement'), ('programme', 'Programme ou label'), ('contrat', 'Contrat ou cadre'), ('financement', 'Financement')], max_length=12, verbose_name='type')),
                ('availability', models.CharField(choices=[('ouvert', 'Ouvert'), ('a-verifier', 'À vérifier'), ('termine', 'Terminé')], default='a-verifier', max_length=12, verbose_name='disponibilité')),
                ('first_contact', models.CharField(blank=True, choices=[('1-cress', 'La CRESS, tête de réseau régionale'), ('2-dla', 'Le DLA, accompagnement gratuit des structures'), ('3-fabrique', 'La Fabrique à initiatives, pour faire naître une activité'), ('4-financeur', 'Les financeurs solidaires'), ('5-reseau', 'Les réseaux de collectivités et centres de ressources')], max_length=12, verbose_name='premier contact')),
                ('audience', models.CharField(blank=True, max_length=300, verbose_name='pour qui')),
                ('period', models.CharField(blank=True, max_length=200, verbose_name='période')),
                ('next_step', models.TextField(blank=True, help_text='Le premier pas, en une phrase.', verbose_name='et maintenant ?')),
                ('directory_url', models.URLField(blank=True, help_text='Où chercher quand aucun porteur local n’est connu.', max_length=500, verbose_name='annuaire national')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical appui',
                'verbose_name_plural': 'historical appuis',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name='actor',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'submit', 'publish', 'archive', 'merge'), 'ordering': ['title'], 'verbose_name': 'acteur'},
        ),
        migrations.AlterModelOptions(
            name='carrier',
            options={'ordering': ['support', 'actor'], 'permissions': [('confirm_carrier', 'Peut confirmer un portage local')], 'verbose_name': 'portage local', 'verbose_name_plural': 'portages locaux'},
        ),
        migrations.AlterModelOptions(
            name='support',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'submit', 'publish', 'archive', 'merge'), 'ordering': ['title'], 'verbose_name': 'appui'},
        ),
        migrations.AddField(
            model_name='actor',
            name='expire_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='expirera le'),
        ),
        migrations.AddField(
            model_name='actor',
            name='partner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='accounts.partner', verbose_name='partenaire'),
        ),
        migrations.AddField(
            model_name='actor',
            name='placed',
            field=models.BooleanField(default=False, editable=False, verbose_name='située'),
        ),
        migrations.AddField(
            model_name='actor',
            name='publish_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paraîtra le'),
        ),
        migrations.AddField(
            model_name='actor',
            name='sourced',
            field=models.BooleanField(default=False, editable=False, verbose_name='sourcée'),
        ),
        migrations.AddField(
            model_name='actor',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='support',
            name='expire_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='expirera le'),
        ),
        migrations.AddField(
            model_name='support',
            name='partner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='accounts.partner', verbose_name='partenaire'),
        ),
        migrations.AddField(
            model_name='support',
            name='placed',
            field=models.BooleanField(default=False, editable=False, verbose_name='située'),
        ),
        migrations.AddField(
            model_name='support',
            name='publish_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paraîtra le'),
        ),
        migrations.AddField(
            model_name='support',
            name='sourced',
            field=models.BooleanField(default=False, editable=False, verbose_name='sourcée'),
        ),
        migrations.AddField(
            model_name='support',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
        migrations.AddIndex(
            model_name='actor',
            index=models.Index(fields=['-updated_at', '-id'], name='actors_actor_recent'),
        ),
        migrations.AddIndex(
            model_name='actor',
            index=models.Index(fields=['status', '-updated_at'], name='actors_actor_status'),
        ),
        migrations.AddIndex(
            model_name='support',
            index=models.Index(fields=['-updated_at', '-id'], name='actors_support_recent'),
        ),
        migrations.AddIndex(
            model_name='support',
            index=models.Index(fields=['status', '-updated_at'], name='actors_support_status'),
        ),
        migrations.AddField(
            model_name='historicalactor',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalactor',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.partner', verbose_name='partenaire'),
        ),
        migrations.AddField(
            model_name='historicalactor',
            name='replaced_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actors.actor', verbose_name='s’adresser désormais à'),
        ),
        migrations.AddField(
            model_name='historicalactor',
            name='seat',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territories.territory', verbose_name='commune du siège'),
        ),
        migrations.AddField(
            model_name='historicalsupport',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalsupport',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.partner', verbose_name='partenaire'),
        ),
    ]
