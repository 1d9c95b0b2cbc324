import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_partners_and_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='proconnect_sub',
            field=models.CharField(editable=False, max_length=255, null=True, unique=True, verbose_name='identifiant ProConnect'),
        ),
        migrations.CreateModel(
            name='JournalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='le')),
                ('typed', models.CharField(blank=True, max_length=150, verbose_name='identifiant tapé')),
                ('act', models.CharField(choices=[('connexion', 'Connexion'), ('echec', 'Échec de connexion'), ('verrouillage', 'Verrouillage après des échecs'), ('deconnexion', 'Déconnexion'), ('expiration', 'Fin de session'), ('second-facteur', 'Second facteur réussi'), ('second-facteur-rate', 'Second facteur raté'), ('appareil', 'Second facteur activé ou remplacé'), ('codes', 'Codes de secours renouvelés'), ('appareil-efface', 'Second facteur effacé'), ('refus', 'Accès refusé'), ('compte-cree', 'Compte créé'), ('compte-desactive', 'Compte désactivé'), ('compte-reactive', 'Compte réactivé'), ('droits', 'Droits changés'), ('identite', 'Identifiant ou adresse changés'), ('lien', 'Lien de mot de passe remis'), ('mot-de-passe', 'Mot de passe choisi'), ('proconnect', 'Compte lié à ProConnect')], max_length=20, verbose_name='fait')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='adresse IP')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='précision')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='utilisateur')),
            ],
            options={
                'verbose_name': 'ligne du journal',
                'verbose_name_plural': 'journal des comptes',
                'ordering': ['-at', '-pk'],
            },
        ),
    ]
