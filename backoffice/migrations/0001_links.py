import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkRun',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='nom')),
                ('token', models.CharField(blank=True, max_length=40, verbose_name='jeton')),
                ('started_at', models.DateTimeField(null=True, verbose_name='commencée le')),
                ('beat_at', models.DateTimeField(null=True, verbose_name='signe de vie')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='vérifiés')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='à vérifier')),
            ],
            options={
                'verbose_name': 'passage de vérification',
                'verbose_name_plural': 'passages de vérification',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.TextField(verbose_name='adresse')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='empreinte')),
                ('host', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='site')),
                ('used', models.BooleanField(default=True, verbose_name='utilisé')),
                ('published', models.BooleanField(default=False, verbose_name='dans une fiche publiée')),
                ('state', models.CharField(choices=[('jamais', 'Jamais vérifié'), ('bon', 'Bon'), ('mort', 'Mort'), ('douteux', 'Douteux')], default='jamais', max_length=8, verbose_name='état')),
                ('since', models.DateTimeField(blank=True, null=True, verbose_name='dans cet état depuis')),
                ('code', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='code')),
                ('final_url', models.TextField(blank=True, verbose_name='adresse finale')),
                ('moved_to', models.TextField(blank=True, help_text='Où l’adresse renvoie durablement. Rien n’est corrigé sans vous.', verbose_name='nouvelle adresse proposée')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='raison')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='vérifié le')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='échecs de suite')),
                ('unresolved', models.PositiveIntegerField(default=0, verbose_name='nom introuvable de suite')),
                ('unresolved_since', models.DateTimeField(blank=True, null=True, verbose_name='nom introuvable depuis')),
                ('judged_at', models.DateTimeField(blank=True, null=True, verbose_name='vu à la main le')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vu à la main par')),
            ],
            options={
                'verbose_name': 'lien sortant',
                'verbose_name_plural': 'liens sortants',
                'ordering': ['-published', 'host', 'id'],
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='le')),
                ('state', models.CharField(choices=[('jamais', 'Jamais vérifié'), ('bon', 'Bon'), ('mort', 'Mort'), ('douteux', 'Douteux')], max_length=8, verbose_name='état')),
                ('code', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='code')),
                ('final_url', models.TextField(blank=True, verbose_name='adresse finale')),
                ('ms', models.PositiveIntegerField(default=0, verbose_name='durée (ms)')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='raison')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='backoffice.link', verbose_name='lien')),
            ],
            options={
                'verbose_name': 'vérification de lien',
                'verbose_name_plural': 'vérifications de lien',
                'ordering': ['-at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LinkPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=80, verbose_name='modèle')),
                ('object_id', models.BigIntegerField(verbose_name='clé')),
                ('field', models.CharField(max_length=60, verbose_name='champ')),
                ('title', models.CharField(max_length=200, verbose_name='fiche')),
                ('published', models.BooleanField(default=False, verbose_name='publiée')),
                ('read_at', models.DateTimeField(verbose_name='lu le')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='backoffice.link', verbose_name='lien')),
            ],
            options={
                'verbose_name': 'emplacement de lien',
                'verbose_name_plural': 'emplacements de liens',
                'ordering': ['-published', 'holder', 'title', 'field'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['used', 'published', 'checked_at'], name='backoffice_link_due'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['state'], name='backoffice_link_state'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['-published', 'host', 'id'], name='backoffice_link_list'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'jamais'), models.Q(('checked_at__isnull', False), ('since__isnull', False)), _connector='OR'), name='backoffice_link_checked_dated'),
        ),
        migrations.AddConstraint(
            model_name='linkplace',
            constraint=models.UniqueConstraint(fields=('holder', 'object_id', 'field', 'link'), name='backoffice_linkplace_once'),
        ),
    ]
