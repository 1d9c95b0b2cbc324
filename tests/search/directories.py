"""What tests of the eight directories share: how to fill them and how to read them."""

import re
from urllib.parse import parse_qsl

import factory
import pytest
from django.urls import resolve
from django.utils import timezone

from editorial.models import Theme
from levers.models import Challenge, Tool
from library.models import Event
from territories.models import Territory, TerritoryType, Zoning, ZoningList
from tests.factories import (
    ActorFactory,
    EntryFactory,
    InitiativeFactory,
    KeyFigureFactory,
    LeverFactory,
    PublicationFactory,
    SupportFactory,
    TermFactory,
)


class ChallengeFactory(EntryFactory):
    class Meta:
        model = Challenge
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: 100 + n)


class EventFactory(EntryFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    date_label = "novembre 2026"


class ToolFactory(EntryFactory):
    class Meta:
        model = Tool
        skip_postgeneration_save = True

    lever = factory.SubFactory(LeverFactory)


DIRECTORIES = {
    "/acteurs/": ActorFactory,
    "/appuis/": SupportFactory,
    "/initiatives/": InitiativeFactory,
    "/ressources/": PublicationFactory,
    "/leviers/": LeverFactory,
    "/glossaire/": TermFactory,
    "/chiffres-cles/": KeyFigureFactory,
    "/evenements/": EventFactory,
}
NOUNS = {
    "/acteurs/": ("Aucun acteur", "1 acteur", "2 acteurs"),
    "/appuis/": ("Aucun appui", "1 appui", "2 appuis"),
    "/initiatives/": ("Aucune initiative", "1 initiative", "2 initiatives"),
    "/ressources/": ("Aucune ressource", "1 ressource", "2 ressources"),
    "/leviers/": ("Aucun levier ou outil", "1 levier ou outil", "2 leviers et outils"),
    "/glossaire/": ("Aucun terme", "1 terme", "2 termes"),
    "/chiffres-cles/": ("Aucun chiffre clé", "1 chiffre clé", "2 chiffres clés"),
    "/evenements/": ("Aucun événement", "1 événement", "2 événements"),
}
PLACED = {"/acteurs/": "coverage", "/appuis/": "coverage", "/initiatives/": "places"}
FOR_EVERY_TOWN = ("/ressources/", "/leviers/")
FULL = (*PLACED, *FOR_EVERY_TOWN)
every_directory = pytest.mark.parametrize("address", DIRECTORIES)
every_placed_directory = pytest.mark.parametrize("address", PLACED)
every_full_directory = pytest.mark.parametrize("address", FULL)

LISTED = "#resultats .fr-card__title a, #resultats dl dt a"
# The bare list of levers has a layout of its own: « 1. Titre », with its tools under it.
OVERVIEW = "#resultats .fr-raw-list h3.fr-h5 a, #resultats .fr-raw-list li li a"


def theme(slug):
    return Theme.objects.get(slug=slug)


def place(code):
    return Territory.objects.get(code=code)


def placed(address, code, **fields):
    return DIRECTORIES[address](**{PLACED[address]: [place(code)]}, **fields)


def zone(**types):
    """Say of what type communes are, by INSEE code: `zone(pvd=["29197"])`."""
    official, _ = ZoningList.objects.get_or_create(
        key="essai", defaults={"title": "Liste d’essai", "imported_at": timezone.now(), "rows": 1}
    )
    for slug, codes in types.items():
        kind = TerritoryType.objects.get(slug=slug)
        rows = [Zoning(territory_id=f"commune-{code}", type=kind, list=official) for code in codes]
        Zoning.objects.bulk_create(rows, ignore_conflicts=True)
    official.save()  # as an import does: what lists say of communes has changed


def links(page):
    """Links to the entries of a list, in order; not those of whom to call when it is empty."""
    if page.select_one("#resultats .fr-callout"):
        return []
    return page.select(LISTED) or page.select(OVERVIEW)


def titles(page):
    return [re.sub(r"^\d+\. ", "", link.get_text()) for link in links(page)]


def addresses(page):
    return [link["href"] for link in links(page)]


def sentence(page):
    return " ".join(page.find(id="compte").get_text().split())


def counted(page):
    """The count a list announces."""
    number = re.match(r"[\d\s]+", sentence(page))
    return int(re.sub(r"\s", "", number[0])) if number else 0


def problems(page):
    return [alert.get_text().strip() for alert in page.find("main").select(".fr-alert__title")]


def notices(page):
    return [" ".join(one.get_text().split()) for one in page.select("main .fr-message--info")]


def pairs(address):
    return parse_qsl(address.partition("?")[2], keep_blank_values=True)


def tags(page):
    """Active filters shown: {label: address without it}."""
    return {tag.get_text(): tag["href"] for tag in page.select("main a.fr-tag--dismiss")}


def boxes(page, name=""):
    """Check boxes of the filters (of one of them): {(parameter, value): its `input`}."""
    found = page.select("#filtres input[type=checkbox]")
    return {(box["name"], box["value"]): box for box in found if name in ("", box["name"])}


def counts(page, name=""):
    """Count said beside each check box: the last number of its label."""
    return {key: label_of(page, box)[1] for key, box in boxes(page, name).items()}


def label_of(page, box):
    """(label, count) of a check box."""
    label = page.find("label", {"for": box["id"]})
    text = " ".join(label.get_text(" ").split())
    found = re.fullmatch(r"(.*?)\W*(\d[\d\s]*)\D*", text)
    return found[1], int(re.sub(r"\s", "", found[2]))


def sorts(page):
    """{label: address} of the orders on offer, and the label of the one in use."""
    offered = page.select("main nav.sorts a")
    current = [link.get_text() for link in offered if link.get("aria-current")]
    return {link.get_text(): link["href"] for link in offered}, *current


def view_of(address):
    return resolve(address).func.view_class


def filters_of(address):
    return view_of(address).filterset_class.base_filters
