"""Every row of the inventory of the founding documents is in the fixtures."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from actors.models import Actor, ActorLink, Support, SupportRole
from editorial.models import Entry, ThemeAlias
from initiatives.models import Participation

INVENTORY = tomllib.loads((Path(__file__).parent / "inventory.toml").read_text(encoding="utf-8"))
COUNTS = {
    "acteurs": 143,
    "dispositifs": 28,
    "programmes": 18,
    "contrats": 11,
    "financements": 27,
    "leviers": 6,
    "outils": 19,
    "precisions": 11,
    "mode_emploi": 4,
    "mode_emploi_manieres": 16,
    "kit17": 4,
    "manieres": 6,
    "defis": 6,
    "themes": 37,
    "types_territoire": 17,
    "formes": 21,
    "initiatives": 52,
    "chiffres": 90,
    "publications": 43,
    "evenements": 8,
    "textes": 4,
    "glossaire": 56,
    "relations": 41,
}
APPS = ("territories", "editorial", "library", "levers", "actors", "initiatives")
MODELS = {
    model._meta.model_name: model for app in APPS for model in apps.get_app_config(app).get_models()
}

pytestmark = pytest.mark.django_db


def entries(row):
    model, _, key = row.partition(":")
    if model == "themealias":
        scheme, _, name = key.rpartition(":")
        return ThemeAlias.objects.filter(scheme=scheme, name=name)
    return MODELS[model].objects.filter(slug=key)


RELATIONS = {
    "link": lambda a, b: ActorLink.objects.filter(subject__slug=a, target__slug=b),
    "role": lambda a, b: SupportRole.objects.filter(actor__slug=a, support__slug=b),
    "part": lambda a, b: Participation.objects.filter(actor__slug=a, initiative__slug=b),
    "lever": lambda a, b: Actor.objects.filter(slug=a, levers__slug=b),
    "publication": lambda a, b: Actor.objects.filter(slug=a, publications__slug=b),
    "purpose": lambda a, b: Actor.objects.filter(slug=a, purpose=b),
    "support": lambda a, b: Support.objects.filter(slug=a),
}


def relation(statement):
    kind, _, keys = statement.partition(":")
    subject, _, target = keys.partition(">")
    return RELATIONS[kind](subject, target)


def test_the_table_holds_every_row_of_the_inventory():
    assert {name: len(table["rows"]) for name, table in INVENTORY.items()} == COUNTS


@pytest.mark.parametrize("name", [name for name in COUNTS if name != "relations"])
def test_every_row_has_its_entry(name):
    missing = [row for row in INVENTORY[name]["rows"] if not entries(row).exists()]
    assert not missing


@pytest.mark.parametrize("name", [name for name in COUNTS if name != "relations"])
def test_two_rows_of_a_class_are_not_the_same_entry(name):
    rows = INVENTORY[name]["rows"]
    assert len(set(rows)) == len(rows)


def test_every_relation_is_told():
    missing = [
        statement
        for statements in INVENTORY["relations"]["rows"]
        for statement in statements
        if not relation(statement).exists()
    ]
    assert not missing


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS.values() if issubclass(model, Entry)],
    ids=lambda m: m.__name__,
)
def test_what_is_published_has_a_summary_a_date_and_a_source(model):
    published = model.objects.published()
    assert published.exists()
    assert not published.filter(summary="").exists()
    assert not published.filter(published_on=None).exists()
    assert not published.filter(sources=None).exists()
