import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territories', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='« cress-bretagne »', max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('territory', models.ForeignKey(blank=True, help_text='Le partenaire n’écrit que là. Vide : il ne voit et n’écrit rien.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='territories.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'partenaire',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='account', to=settings.AUTH_USER_MODEL, verbose_name='utilisateur')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='accounts.partner', verbose_name='partenaire')),
            ],
            options={
                'verbose_name': 'compte',
            },
        ),
    ]
