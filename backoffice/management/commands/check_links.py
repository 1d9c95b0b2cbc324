"""`check_links`: read the addresses entries give, ask them, note which lead nowhere.

Exit codes: 0 checked to the end, whatever was found; 1 a bad argument; 3 no network; 4 another run
is under way; 130 stopped. What was checked is kept in every case, and the next run begins with the
rest. Nothing is ever repaired: no entry is touched.
"""

import json
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from backoffice.checking import Check, NoNetwork
from backoffice.links import batches, collect, collect_entry, places
from backoffice.models import Link
from backoffice.running import AlreadyRunning, Lost, turn
from editorial.models import Entry

NO_NETWORK, BUSY, STOPPED = 3, 4, 130
LINE_EVERY = 100
WRONG = [Link.State.DEAD, Link.State.DOUBTFUL]
SEEN = [Link.State.GOOD, *WRONG]


class Command(BaseCommand):
    help = "Vérifie les adresses que donnent les fiches. Ne corrige rien, ne touche aucune fiche."

    def add_arguments(self, parser):
        parser.add_argument(
            "--only-stale",
            type=natural,
            metavar="JOURS",
            help="Seulement les liens jamais vérifiés, ou pas depuis tant de jours.",
        )
        parser.add_argument(
            "--state", choices=Link.State.values, help="Seulement les liens dans cet état."
        )
        parser.add_argument("--limit", type=natural, metavar="N", help="N liens au plus.")
        parser.add_argument("--quiet", action="store_true", help="Ne dit que le résultat.")
        parser.add_argument(
            "--json", type=Path, metavar="FICHIER", help="Écrit aussi le résultat en JSON."
        )
        parser.add_argument(
            "--entry",
            metavar="app.modele:adresse",
            help="Une fiche : « actors.actor:avise ».",
        )

    def handle(self, *args, **options):
        entry = find_entry(options["entry"]) if options["entry"] else None
        if options["json"] and not options["json"].parent.is_dir():
            raise CommandError(f"{options['json']} : ce dossier n’existe pas.")
        try:
            with stoppable(), turn() as mine:
                check = self.prepared(entry, mine, options)
                self.checked(check, options)
        except AlreadyRunning as running:
            text = f"Une autre vérification est en cours ({running}). Rien n’a été fait."
            raise CommandError(text, returncode=BUSY) from running
        except KeyboardInterrupt as stop:
            raise CommandError("Arrêté avant de commencer.", returncode=STOPPED) from stop

    def prepared(self, entry, mine, options):
        """Read the entries, and choose what to fetch."""
        if entry:
            links = collect_entry(entry)
        else:
            self.say("Lecture des fiches…", options)
            self.say(f"{collect(mine.beat)} adresses utilisées.", options)
            links = Link.objects.all()
        due = links.due(options["only_stale"], options["state"]).values_list("pk", flat=True)
        keys = due if options["limit"] is None else due[: options["limit"]]
        self.lines = 0

        def report(check):
            mine.beat(check.done, check.total)
            if not options["quiet"]:
                self.progress(check)

        return Check(keys, report=report)

    def checked(self, check, options):
        """Run; say the counts however it ends."""
        ending = None
        try:
            check.run()
        except NoNetwork:
            text = "Aucun site ne répond, sans doute faute de réseau : rien n’en est déduit."
            ending = CommandError(text, returncode=NO_NETWORK)
        except KeyboardInterrupt:
            text = "Arrêté : ce qui est vérifié est gardé, relancez pour continuer."
            ending = CommandError(text, returncode=STOPPED)
        except Lost:
            ending = CommandError("Une autre vérification a pris le relais.", returncode=BUSY)
        if self.stdout.isatty() and not options["quiet"]:
            self.stdout.write("")
        self.stdout.write(f"Liens vérifiés : {counts(check)}.")
        if options["json"]:
            write_json(options["json"], check, complete=ending is None)
        if ending:
            raise ending

    def say(self, text, options):
        if not options["quiet"]:
            self.stdout.write(text)

    def progress(self, check):
        if self.stdout.isatty():
            self.stdout.write(f"\r{counts(check)}   ", ending="")
            self.stdout.flush()
        elif check.done // LINE_EVERY > self.lines:
            self.lines = check.done // LINE_EVERY
            self.stdout.write(counts(check))


def natural(text):
    """A whole number, for argparse."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError(text)
    return int(text)


def counts(check):
    """« 120/3400 · 100 bons, 3 morts, 17 douteux »"""
    states = ", ".join(counted(check.states[state], state.value) for state in SEEN)
    return f"{check.done}/{check.total} · {states}"


def counted(number, word):
    plural = "s" if number > 1 and not word.endswith("x") else ""
    return f"{number} {word}{plural}"


def find_entry(text):
    """The entry named « app.modele:adresse »."""
    label, _, slug = text.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise CommandError(f"« {label} » n’est pas un modèle : « actors.actor:avise ».") from error
    if not issubclass(model, Entry):
        raise CommandError(f"« {label} » n’est pas un modèle de fiche.")
    entry = model.objects.filter(slug=slug).first()
    if entry is None:
        raise CommandError(f"Aucune fiche « {slug} » parmi les {model._meta.verbose_name_plural}.")
    return entry


def write_json(path, check, *, complete):
    """Counts, and what staff should look at among what was checked."""
    result = {"complete": complete, "total": check.total, "checked": check.done}
    result |= {"states": dict(check.states), "links": list(wrong_links(check.seen))}
    try:
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} : impossible à écrire ({error.strerror}).") from error


def wrong_links(keys):
    for some in batches(keys):
        links = list(Link.objects.filter(pk__in=some).seen_as(WRONG))
        found = places(links)
        for link in links:
            yield {
                "url": link.url,
                "state": link.shown_state.value,
                "code": link.code,
                "reason": link.reason,
                "since": link.since.isoformat(),
                "places": [f"{place.kind} : {place.title}" for place in found[link.pk]],
            }


@contextmanager
def stoppable():
    """A polite kill stops as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
