"""`find_duplicates`: look for entries that may be one. To be run each night."""

from django.core.management.base import BaseCommand, CommandError

from backoffice.duplicates import find, kinds


class Command(BaseCommand):
    help = "Cherche les fiches qui semblent être la même ; rien n’est fusionné."

    def add_arguments(self, parser):
        parser.add_argument("--kind", help="Un seul type : « actors.actor ».")

    def handle(self, *args, **options):
        known = {model._meta.label_lower: model for model in kinds()}
        asked = options["kind"]
        if asked and asked.lower() not in known:
            raise CommandError(f"Type inconnu : {asked}. Connus : {', '.join(sorted(known))}.")
        for model in [known[asked.lower()]] if asked else known.values():
            name = str(model._meta.verbose_name_plural)
            waiting = find(model, lambda text, name=name: self.stdout.write(f"  {name} : {text}"))
            self.stdout.write(f"{name.capitalize()} : {waiting} doublons probables à décider.")
