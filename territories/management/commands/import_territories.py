"""`manage.py import_territories [--dry-run]`: load the reference shipped with the project."""

from django.core.management.base import BaseCommand

from territories.importing import import_territories


class Command(BaseCommand):
    help = "Charge les territoires de fixtures/territories/ : dit ce qui change, puis l’écrit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Dire ce qui changerait, ne rien écrire."
        )

    def handle(self, *args, dry_run, **options):
        report = import_territories(dry_run=dry_run, say=self.stdout.write)
        if report.written:
            self.stdout.write(self.style.SUCCESS("Territoires à jour."))
        elif dry_run and report.has_changes:
            self.stdout.write("Essai à blanc : rien n’a été écrit.")
