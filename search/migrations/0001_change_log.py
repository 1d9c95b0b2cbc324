import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60, verbose_name='modèle')),
                ('pk_changed', models.CharField(blank=True, max_length=40, verbose_name='clé')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
            ],
            options={
                'verbose_name': 'changement de contenu',
                'verbose_name_plural': 'changements de contenu',
                'ordering': ['id'],
            },
        ),
    ]
