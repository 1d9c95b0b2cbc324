"""What tests of the seven directories share: how to fill them and how to read them."""

from urllib.parse import parse_qsl

import factory
import pytest
from django.urls import resolve

from editorial.models import Theme
from levers.models import Challenge
from library.models import Event
from territories.models import Territory
from tests.factories import (
    ActorFactory,
    EntryFactory,
    InitiativeFactory,
    KeyFigureFactory,
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


DIRECTORIES = {
    "/acteurs/": ActorFactory,
    "/appuis/": SupportFactory,
    "/initiatives/": InitiativeFactory,
    "/ressources/": PublicationFactory,
    "/glossaire/": TermFactory,
    "/chiffres-cles/": KeyFigureFactory,
    "/evenements/": EventFactory,
}
NOUNS = {
    "/acteurs/": ("Aucun acteur", "1 acteur", "2 acteurs"),
    "/appuis/": ("Aucun appui", "1 appui", "2 appuis"),
    "/initiatives/": ("Aucune initiative", "1 initiative", "2 initiatives"),
    "/ressources/": ("Aucune ressource", "1 ressource", "2 ressources"),
    "/glossaire/": ("Aucun terme", "1 terme", "2 termes"),
    "/chiffres-cles/": ("Aucun chiffre clé", "1 chiffre clé", "2 chiffres clés"),
    "/evenements/": ("Aucun événement", "1 événement", "2 événements"),
}
PLACED = {"/acteurs/": "coverage", "/appuis/": "coverage", "/initiatives/": "places"}
every_directory = pytest.mark.parametrize("address", DIRECTORIES)
every_placed_directory = pytest.mark.parametrize("address", PLACED)


def theme(slug):
    return Theme.objects.get(slug=slug)


def place(code):
    return Territory.objects.get(code=code)


def placed(address, code, **fields):
    return DIRECTORIES[address](**{PLACED[address]: [place(code)]}, **fields)


def titles(page):
    return [link.get_text() for link in page.find("main").select(".fr-card__title a, dl dt a")]


def sentence(page):
    return " ".join(page.find(id="compte").get_text().split())


def problems(page):
    return [alert.get_text().strip() for alert in page.find("main").select(".fr-alert__title")]


def pairs(address):
    return parse_qsl(address.partition("?")[2])


def view_of(address):
    return resolve(address).func.view_class
