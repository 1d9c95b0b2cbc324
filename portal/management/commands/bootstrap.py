"""`bootstrap`: a base ready to serve. Again: only what is new."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from accounts import journal
from accounts.roles import sync_groups
from editorial.content import add_missing, content_files, digest
from editorial.models import Loading
from search import changes, freshness
from territories.derived import refresh_derived_types
from territories.importing import import_territories
from territories.models import ZoningList
from territories.reference import DIRECTORY as REFERENCE
from territories.zoning_download import Unreachable, download_together
from territories.zoning_files import BadFile
from territories.zoning_import import import_list
from territories.zoning_lists import LISTS


class Command(BaseCommand):
    help = "Prépare la base : migrations, territoires, contenus, listes. Se relance sans risque."

    def add_arguments(self, parser):
        parser.add_argument(
            "--offline", action="store_true", help="N’essaie aucune adresse officielle."
        )

    def handle(self, *args, **options):
        started = time.monotonic()
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        self.stdout.write("Base de données…")
        call_command("migrate", verbosity=0)
        sync_groups()
        journal.prune()
        call_command("clearsessions")
        call_command("purge_suggestions", stdout=self.stdout)
        self.once("territoires", sorted(REFERENCE.glob("*.csv.gz")), self.load_territories)
        self.once("contenus", content_files(), self.load_content)
        refresh_derived_types()
        self.load_zonings(offline=options["offline"])
        self.load_index()
        self.stdout.write(f"Prêt en {time.monotonic() - started:.0f} s.")

    def once(self, name, files, load):
        """Load files when they are not those of the last time."""
        current = digest(files)
        if Loading.objects.filter(name=name, digest=current).exists():
            self.stdout.write(f"{name.capitalize()} : à jour.")
            return
        self.stdout.write(f"{name.capitalize()}…")
        load(files)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # else it guesses how many rows there are, for minutes
        Loading.objects.update_or_create(name=name, defaults={"digest": current})

    def load_territories(self, files):
        import_territories(say=self.stdout.write)

    def load_content(self, files):
        with changes.as_one():
            created = add_missing(
                files, lambda file, count: self.stdout.write(f"  {file.name} : {count} ajouts")
            )
        self.stdout.write(f"  {created.total()} lignes ajoutées.")

    def load_index(self):
        self.stdout.write("Index de recherche…")
        changes.prune()
        reader = freshness.current()
        self.stdout.write(f"  {reader.searcher.num_docs - 1} fiches.")

    def load_zonings(self, *, offline):
        """Lists not loaded yet: from `ZONINGS_DIR` when set, else from their official addresses."""
        loaded = set(ZoningList.objects.values_list("key", flat=True))
        wanted = [official for key, official in LISTS.items() if key not in loaded]
        if not wanted:
            self.stdout.write("Listes officielles : à jour.")
            return
        self.stdout.write("Listes officielles…")
        if settings.ZONINGS_DIR:
            files = self.read_folder(wanted)
        elif offline:
            files = {}
        else:
            files = download_together([official.url for official in wanted if official.url])
        for official in wanted:
            key = official.filename if settings.ZONINGS_DIR else official.url
            self.load_zoning(official, files.get(key))

    def read_folder(self, wanted):
        paths = [Path(settings.ZONINGS_DIR) / official.filename for official in wanted]
        return {path.name: (path.read_bytes(), path.name) for path in paths if path.is_file()}

    def load_zoning(self, official, answer):
        if answer is None or isinstance(answer, Unreachable):
            reason = answer or f"import_zonings {official.key} --file {official.filename}"
            self.stdout.write(f"  {official.title} : non chargée ({reason})")
            return
        try:
            report = import_list(official, *answer)
            self.stdout.write(f"  {official.title} : {report.rows} communes")
        except BadFile as error:
            self.stdout.write(f"  {official.title} : refusée ({error.problems[0]})")
