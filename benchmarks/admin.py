"""Measure the lists of the back office: statements at 10 and 10,000 rows, time at 250,000 actors.

python -m benchmarks.admin                 everything, on a base of its own in var/
python -m benchmarks.admin --actors 10000  a smaller last measure

The reference of the times is the constant page of `benchmarks.urls`, asked in the same run.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent / "var" / "bench-admin"
BASE.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{BASE / 'base.sqlite3'}")
os.environ.setdefault("SEARCH_INDEX_DIR", str(BASE / "index"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from actors.models import Actor  # noqa: E402
from benchmarks.actors import write  # noqa: E402
from editorial.models import entry_models  # noqa: E402

SIZES = (10, 10_000)
ROUNDS = 9
CONSTANT = "/constante/?octets=60000"


def staff():
    """A client signed in as whoever sees every list."""
    user, _made = User.objects.get_or_create(
        username="mesure", defaults={"is_staff": True, "is_superuser": True}
    )
    device, _made = TOTPDevice.objects.get_or_create(user=user, defaults={"name": "mesure"})
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def make(model, count):
    """Rows of a kind, as like its first one as its unique fields allow."""
    model.objects.filter(slug__startswith="mesure-").delete()
    pattern = model.objects.order_by("pk").first()
    unique = {field.name for field in model._meta.concrete_fields if field.unique} - {"id", "slug"}
    fields = [field for field in model._meta.concrete_fields if field.name != "id"]
    values = {field.attname: getattr(pattern, field.attname) for field in fields}
    rows = []
    for number in range(count):
        own = {"slug": f"mesure-{number}", "title": f"Mesure {number}"}
        own |= dict.fromkeys(unique, 1000 + number)
        if "order" in values:
            own["order"] = 1000 + number
        rows.append(model(**values | own))
    model.objects.bulk_create(rows, batch_size=500)


def ask(client, url):
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} répond {response.status_code}.")


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        ask(client, url)
    return len(captured)


def seconds(client, url):
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        ask(client, url)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def print_statements(client):
    print(f"Requêtes SQL d’une liste, à {SIZES[0]} et {SIZES[1]} lignes de plus :")
    for model in entry_models():
        counts = []
        for size in SIZES:
            with transaction.atomic():
                make(model, size)
                counts.append(statements(client, address(model)))
                transaction.set_rollback(True)
        print(f"  {model._meta.verbose_name_plural:<20} {counts[0]:>3} {counts[1]:>3}")


def print_times(client, count):
    if Actor.objects.count() < count:
        write(count, 1, lambda done: print(f"\r  {done} acteurs", end="", flush=True))
        print()
    constant = seconds(client, CONSTANT)
    print(f"Page constante : {constant * 1000:.1f} ms. Liste de {Actor.objects.count()} acteurs :")
    for label, query in (
        ("telle quelle", ""),
        ("cherchée", "?q=mobilite"),
        ("filtrée", "?status__exact=publie"),
        ("dernière page comptée", "?p=200"),
    ):
        url = f"{address(Actor)}{query}"
        taken = seconds(client, url)
        count = statements(client, url)
        print(f"  {label:<22} {taken * 1000:7.0f} ms  × {taken / constant:6.1f}  {count} requêtes")


def main():
    parser = argparse.ArgumentParser(description="Mesure les listes du back-office.")
    parser.add_argument("--actors", type=int, default=250_000)
    options = parser.parse_args()
    call_command("bootstrap", "--offline", verbosity=0)
    client = staff()
    print_statements(client)
    print_times(client, options.actors)


if __name__ == "__main__":
    main()
