import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_partners_and_accounts'),
        ('actors', '0002_back_office'),
        ('editorial', '0002_back_office'),
        ('initiatives', '0001_initial'),
        ('levers', '0002_back_office'),
        ('library', '0002_back_office'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('territories', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalInitiative',
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
                ('kind', models.CharField(choices=[('initiative', 'Initiative de l’ESS'), ('publique', 'Initiative publique'), ('dispositif', 'Accompagnement illustré'), ('financement', 'Financement illustré'), ('lieu', 'Lieu'), ('evenement', 'Événement')], max_length=12, verbose_name='type')),
                ('place_note', models.CharField(blank=True, max_length=160, verbose_name='lieu en toutes lettres')),
                ('legal_form', models.CharField(blank=True, max_length=120, verbose_name='forme')),
                ('date_label', models.CharField(blank=True, max_length=80, verbose_name='date affichée')),
                ('lesson', models.TextField(blank=True, help_text='Une ou deux phrases.', verbose_name='ce qu’une commune peut en retenir')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical initiative',
                'verbose_name_plural': 'historical initiatives',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name='initiative',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'submit', 'publish', 'archive', 'merge'), 'ordering': ['title'], 'verbose_name': 'initiative'},
        ),
        migrations.AddField(
            model_name='initiative',
            name='expire_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='expirera le'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='partner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='accounts.partner', verbose_name='partenaire'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='placed',
            field=models.BooleanField(default=False, editable=False, verbose_name='située'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='publish_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paraîtra le'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='sourced',
            field=models.BooleanField(default=False, editable=False, verbose_name='sourcée'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['-updated_at', '-id'], name='initiatives_initiative_recent'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['status', '-updated_at'], name='initiatives_initiative_status'),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.partner', verbose_name='partenaire'),
        ),
    ]
