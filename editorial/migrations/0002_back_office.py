import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('editorial', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, verbose_name='ancienne adresse')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='type')),
            ],
            options={
                'verbose_name': 'ancienne adresse',
                'verbose_name_plural': 'anciennes adresses',
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='editorial_f_content_72fff7_idx')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'slug'), name='editorial_formeraddress_once')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('base', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='départ')),
                ('state', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='contenu proposé')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                ('status', models.CharField(choices=[('attente', 'En attente'), ('acceptee', 'Acceptée'), ('refusee', 'Refusée')], default='attente', max_length=10, verbose_name='état')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='modifiée le')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='décidée le')),
                ('decision', models.CharField(blank=True, max_length=300, verbose_name='motif de la décision')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='type')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
            ],
            options={
                'verbose_name': 'version proposée',
                'verbose_name_plural': 'versions proposées',
                'ordering': ['-updated_at'],
                'permissions': [('read_drafts', 'Peut lire tous les brouillons')],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'attente')), fields=('content_type', 'object_id'), name='editorial_proposal_one_open')],
            },
        ),
    ]
