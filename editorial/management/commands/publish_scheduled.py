"""`publish_scheduled`: do what dates say. To be run every minute, or once with `--every`.

Several at once do no harm: each act claims the version it read.
"""

import os
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from editorial.models import entry_models
from editorial.moves import run_due


class Command(BaseCommand):
    help = "Publie et archive les fiches dont la date programmée est passée."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=int, metavar="SECONDES", help="Recommence, jusqu’à l’arrêt."
        )

    def handle(self, *args, **options):
        parent = os.getppid()
        self.once()
        while options["every"] and os.getppid() == parent:  # whoever started it has stopped
            time.sleep(max(1, options["every"]))
            close_old_connections()
            self.once()

    def once(self):
        for model in entry_models():
            for entry, sentence, done in run_due(model.objects.all(), timezone.now()):
                say = self.stdout if done else self.stderr
                say.write(f"{entry} : {sentence}")
