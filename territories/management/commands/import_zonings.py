"""`import_zonings pvd [--file F | --url U]`: which communes are of which type."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from territories.zoning_download import Unreachable, download
from territories.zoning_files import BadFile
from territories.zoning_import import import_list
from territories.zoning_lists import LISTS

SHOWN = 10


class Command(BaseCommand):
    help = "Importe une liste officielle de communes (PVD, FRR, grille de densité…)."

    def add_arguments(self, parser):
        parser.add_argument("type", choices=LISTS, help="La liste à importer.")
        origin = parser.add_mutually_exclusive_group()
        origin.add_argument("--file", type=Path, help="Fichier CSV tel que publié.")
        origin.add_argument("--url", help="Adresse du fichier CSV.")
        parser.add_argument("--vintage", default="", help="Millésime, par exemple « avril 2026 ».")
        parser.add_argument("--dry-run", action="store_true", help="Compare sans rien écrire.")
        parser.add_argument(
            "--force", action="store_true", help="Accepte une liste qui a beaucoup diminué."
        )

    def handle(self, *args, **options):
        official = LISTS[options["type"]]
        try:
            data, origin = self.read(official, options)
            report = import_list(
                official,
                data,
                origin,
                options["vintage"],
                write=not options["dry_run"],
                force=options["force"],
            )
        except Unreachable as error:
            raise CommandError(
                f"{official.title} : {error}. La liste déjà chargée est gardée."
            ) from error
        except BadFile as error:
            problems = "\n  ".join(error.problems)
            raise CommandError(
                f"{official.title} : fichier refusé, rien n’a été écrit.\n  {problems}"
            ) from error
        self.show(report, dry_run=options["dry_run"])

    def read(self, official, options):
        path = options["file"]
        if not path and not options["url"] and settings.ZONINGS_DIR:
            path = Path(settings.ZONINGS_DIR) / official.filename
        if path:
            try:
                return path.read_bytes(), path.name
            except OSError as error:
                raise CommandError(
                    f"{path} : fichier introuvable ou illisible. Rien n’a été écrit."
                ) from error
        url = options["url"] or official.url
        if not url:
            raise CommandError(
                f"{official.title} : pas d’adresse officielle en CSV. "
                f"Téléchargez la liste ({official.publisher}) et passez --file."
            )
        return download(url)

    def show(self, report, *, dry_run):
        verb = "seraient" if dry_run else "sont"
        self.stdout.write(f"{report.official.title} : {report.rows} communes {verb} dans la liste.")
        for label, codes in (
            ("ajoutées", report.added),
            ("modifiées", report.changed),
            ("retirées", report.removed),
            ("anciennes communes suivies", list(report.followed)),
            ("codes inconnus, ignorés", report.unknown),
        ):
            shown = ", ".join(code.removeprefix("commune-") for code in codes[:SHOWN])
            more = "…" if len(codes) > SHOWN else ""
            self.stdout.write(f"  {label} : {len(codes)}{f' ({shown}{more})' if codes else ''}")
