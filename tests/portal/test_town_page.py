"""The page of a town: who it is, whom to call, with what, and what others have done."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Carrier, FirstContact, Support
from editorial.models import Source
from levers.models import Lever
from territories.models import Territory, TerritoryType, Zoning, ZoningList
from tests.factories import ActorFactory, InitiativeFactory, SupportFactory

SAINT_LOUP = "/communes/70467-saint-loup-sur-semouse/"
PLOUHINEC = "/communes/29197-plouhinec/"
MAX_QUERIES = 12


def territory(code):
    return Territory.objects.get(code=code)


def section(response, anchor):
    return " ".join(response.page.find(id=anchor).get_text(" ").split())


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_says_who_the_town_is(get):
    text = get(SAINT_LOUP).text
    for fact in (
        "Saint-Loup-sur-Semouse (70)",
        "habitants",
        "Haute-Saône",
        "Bourgogne-Franche-Comté",
    ):
        assert fact in text
    assert "70467" in section(get(SAINT_LOUP), "fiche")
    assert "70800" in section(get(SAINT_LOUP), "fiche")


def test_types_are_shown_with_their_date_and_source_and_missing_lists_are_told(get):
    assert "Petites villes de demain" in get(SAINT_LOUP).text.partition("non chargées")[2]
    official = ZoningList.objects.create(
        key="pvd",
        title="Petites villes de demain",
        publisher="ANCT",
        vintage="avril 2026",
        imported_at="2026-11-01T00:00Z",
        rows=1,
    )
    Zoning.objects.create(
        territory_id="commune-70467",
        type=TerritoryType.objects.get(slug="pvd"),
        list=official,
        since=datetime.date(2021, 12, 20),
    )
    sheet = section(get(SAINT_LOUP), "fiche")
    assert "depuis le 20 décembre 2021" in sheet
    assert "ANCT, avril 2026" in sheet
    assert "Petites villes de demain" not in sheet.partition("non chargées")[2]


def test_what_an_offline_install_knows_works_at_once(get):
    assert "Petite ville" in get(SAINT_LOUP).text
    assert "Outre-mer" in get("/communes/97411-saint-denis/").text


def test_first_contacts_come_in_the_order_one_would_call_and_say_why(get):
    text = section(get(PLOUHINEC), "contacts")
    places = [text.index(kind.label) for kind in FirstContact]
    assert places == sorted(places)
    assert "CRESS Bretagne" in text
    assert "couvre la région Bretagne" in text
    assert "à vérifier" in text


def test_norman_towns_are_told_whom_to_turn_to(get):
    text = section(get("/communes/14118-caen/"), "contacts")
    assert "CRESS Normandie n’est plus active" in text
    assert "ESS France" in text


def test_a_town_without_a_known_dla_is_sent_to_the_national_directory(get):
    Carrier.objects.all().delete()
    step = section(get(SAINT_LOUP), "contacts")
    assert "Aucun porteur n’est confirmé" in step
    links = [link["href"] for link in get(SAINT_LOUP).page.find(id="contacts").find_all("a")]
    assert any("info-dla.fr" in link for link in links)


def test_a_confirmed_carrier_is_shown_with_its_source_and_an_unconfirmed_one_is_not(get):
    carrier = Carrier.objects.create(
        slug="dla-essai",
        support=Support.objects.get(slug="dla"),
        actor=ActorFactory(title="Association d’appui comtoise"),
        confirmed=True,
        seen="2025-01",
        source=Source.objects.create(slug="page-essai", title="Page", publisher="Journal d’essai"),
    )
    carrier.coverage.add(territory("departement-70"))
    text = section(get(SAINT_LOUP), "contacts")
    assert "Association d’appui comtoise , couvre le département Haute-Saône" in text
    assert "d’après Journal d’essai (2025-01)" in text
    Carrier.objects.filter(pk=carrier.pk).update(confirmed=False)
    assert "Association d’appui comtoise" not in get(SAINT_LOUP).text


def test_supports_are_those_that_cover_the_town_and_are_not_over(get):
    here = SupportFactory(title="Appui du Doubs voisin", coverage=[territory("departement-25")])
    ours = SupportFactory(title="Appui de Haute-Saône", coverage=[territory("departement-70")])
    over = SupportFactory(
        title="Appui fini", coverage=[territory("france")], availability="termine"
    )
    text = section(get(SAINT_LOUP), "appuis")
    assert ours.title in text
    assert here.title not in text
    assert over.title not in text


def test_drafts_and_archives_are_nowhere_on_the_page(get):
    france = territory("france")
    lever = Lever.objects.first()
    for status in ("brouillon", "relecture", "archive"):
        ActorFactory(
            title=f"Acteur {status}", status=status, coverage=[territory("departement-70")]
        )
        SupportFactory(title=f"Appui {status}", status=status, coverage=[france])
        entry = InitiativeFactory(
            title=f"Initiative {status}", status=status, places=[territory("commune-70467")]
        )
        entry.levers.add(lever)
    text = get(SAINT_LOUP).text
    assert "Acteur brouillon" not in text
    for status in ("brouillon", "relecture", "archive"):
        assert f"{status}" not in text


def test_each_lever_comes_with_an_example(get):
    links = get(SAINT_LOUP).page.find(id="leviers").find_all("a")
    assert len([link for link in links if link["href"].startswith("/leviers/")]) == 6
    assert len([link for link in links if link["href"].startswith("/initiatives/")]) == 6


def test_initiatives_here_then_near_with_kilometres(get):
    InitiativeFactory(title="Recyclerie de Luxeuil", places=[territory("commune-70311")])
    text = section(get(SAINT_LOUP), "initiatives")
    assert text.index("Ici") < text.index("Près de chez vous")
    assert "Épi" in text.partition("Près de chez vous")[0]
    near = text.partition("Près de chez vous")[2].partition("Ailleurs")[0]
    assert "Recyclerie de Luxeuil , Luxeuil-les-Bains (70), à" in near
    assert " km" in near


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/communes/97411-saint-denis/", "La Réunion"),
        ("/communes/98818-noumea/", "Sans intercommunalité"),
        ("/communes/29155-ouessant/", "Sans intercommunalité"),
        ("/communes/75056-paris/", "Île-de-France"),
        ("/communes/69123-lyon/", "Métropole de Lyon"),
        ("/communes/13055-marseille/", "Bouches-du-Rhône"),
        ("/communes/55138-culey/", "Vos premiers contacts"),
    ],
)
def test_overseas_large_and_lonely_towns_make_sense(get, address, expected):
    response = get(address)
    assert expected in response.text
    assert "ESS France" in response.text or "CRESS" in response.text
    assert "None" not in response.text


def test_the_page_asks_the_same_number_of_queries_with_one_entry_or_eleven(client, db):
    before = queries(client, SAINT_LOUP)
    area, france = territory("departement-70"), territory("france")
    for _ in range(11):
        ActorFactory(coverage=[area], first_contact=FirstContact.FUNDER)
        SupportFactory(coverage=[france], themes=[])
        InitiativeFactory(places=[territory("commune-70467")])
    assert queries(client, SAINT_LOUP) == before
    assert before <= MAX_QUERIES


def test_a_town_with_no_actor_at_all_still_makes_sense(get):
    Actor.objects.update(status=Actor.Status.DRAFT)
    Carrier.objects.all().delete()
    text = section(get(SAINT_LOUP), "contacts")
    assert "info-dla.fr" in str(get(SAINT_LOUP).page.find(id="contacts"))
    assert "Le DLA" in text
