"""`search rebuild` makes the index again; `search check` proves that it equals the database."""

import time

from django.core.management.base import BaseCommand, CommandError

from search import index, writing
from search.checking import differences

WAIT = 600  # seconds for a process that writes


class Command(BaseCommand):
    help = "L’index de recherche : le refaire, ou prouver qu’il dit ce que dit la base."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["rebuild", "check"])

    def handle(self, *args, action, **options):
        {"rebuild": self.rebuild, "check": self.compare}[action]()

    def rebuild(self):
        started = time.monotonic()
        try:
            with index.writing(WAIT):
                count = writing.rebuild(self.progress)
        except index.Busy as busy:
            raise CommandError("Un autre processus écrit l’index : réessayez plus tard.") from busy
        except index.Unavailable as error:
            raise CommandError(f"L’index ne peut pas être écrit : {error}") from error
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")
        self.stdout.write(f"{count} fiches dans l’index en {time.monotonic() - started:.1f} s.")

    def progress(self, count):
        if self.stdout.isatty():
            self.stdout.write(f"\r{count} fiches…", ending="")
            self.stdout.flush()

    def compare(self):
        found = differences()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} écarts entre l’index et la base.")
        self.stdout.write("L’index dit ce que dit la base.")
