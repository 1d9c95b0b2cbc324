"""`purge_suggestions`: forget what was received more than thirteen months ago."""

from django.core.management.base import BaseCommand

from backoffice.models import Suggestion


class Command(BaseCommand):
    help = "Efface les suggestions reçues il y a plus de treize mois."

    def handle(self, *args, **options):
        deleted, _ = Suggestion.objects.outdated().delete()
        self.stdout.write(f"Suggestions effacées : {deleted}.")
