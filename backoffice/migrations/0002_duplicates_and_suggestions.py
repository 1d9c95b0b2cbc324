import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0001_links'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_id', models.PositiveBigIntegerField(verbose_name='première fiche')),
                ('second_id', models.PositiveBigIntegerField(verbose_name='seconde fiche')),
                ('title', models.CharField(max_length=420, verbose_name='les deux fiches')),
                ('names', models.TextField(verbose_name='noms comparés')),
                ('score', models.PositiveSmallIntegerField(verbose_name='ressemblance')),
                ('why', models.CharField(max_length=300, verbose_name='pourquoi')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='trouvé le')),
                ('decision', models.CharField(choices=[('attente', 'À décider'), ('fusion', 'Doublon, fusionné'), ('distinctes', 'Pas un doublon')], default='attente', max_length=10, verbose_name='décision')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidé le')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='type')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
            ],
            options={
                'verbose_name': 'doublon probable',
                'verbose_name_plural': 'doublons probables',
                'ordering': ['-score', 'id'],
                'default_permissions': ('view', 'change'),
                'indexes': [models.Index(fields=['decision', '-score', 'id'], name='backoffice_duplicate_list')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'first_id', 'second_id'), name='backoffice_duplicate_once'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='backoffice_duplicate_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('erreur', 'Une erreur dans une page'), ('acteur', 'Un acteur manquant'), ('initiative', 'Une initiative à faire connaître')], max_length=10, verbose_name='type')),
                ('page', models.CharField(blank=True, help_text='Son adresse sur le portail.', max_length=500, verbose_name='page concernée')),
                ('text', models.TextField(max_length=2000, validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name='message')),
                ('email', models.EmailField(blank=True, help_text='Effacé avec le message, à treize mois.', max_length=254, verbose_name='courriel pour répondre')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='reçue le')),
                ('status', models.CharField(choices=[('attente', 'À traiter'), ('traitee', 'Traitée'), ('ecartee', 'Écartée')], default='attente', max_length=8, verbose_name='état')),
                ('handled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='traitée le')),
                ('note', models.TextField(blank=True, help_text='Pour l’équipe.', max_length=1000, verbose_name='note')),
                ('handled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traitée par')),
            ],
            options={
                'verbose_name': 'suggestion',
                'ordering': ['-received_at', '-id'],
                'default_permissions': ('view', 'add', 'change'),
                'indexes': [models.Index(fields=['status', '-received_at'], name='backoffice_suggestion_status'), models.Index(fields=['-received_at', '-id'], name='backoffice_suggestion_recent')],
            },
        ),
    ]
