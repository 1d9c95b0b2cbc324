"""`import_zonings`: what each official list gives, as published, and what is told of it."""

import datetime

import pytest

from territories.models import TerritoryType, Zoning, ZoningList
from territories.zoning_lists import LISTS
from tests.territories.zonings import DENSITY, PVD, refused, rows, run

pytestmark = pytest.mark.django_db

DAY = datetime.date
BOM = "\ufeff"


def crlf(text):
    return text.replace("\n", "\r\n")


# What each list looks like where it is published, and what it says: (town, type, since, detail).
PUBLISHED = {
    "pvd": (
        crlf(PVD),
        {
            ("29197", "pvd", DAY(2021, 6, 4), ""),
            ("56169", "pvd", DAY(2021, 4, 28), ""),
            ("70467", "pvd", None, ""),
            ("01033", "pvd", DAY(2021, 3, 12), ""),
            ("01034", "pvd", DAY(2021, 4, 22), ""),
            ("01072", "pvd", DAY(2022, 1, 27), ""),
        },
    ),
    "acv": (
        crlf(
            "insee_com,lib_com,id_acv,lib_acv,date_signature\n"
            "01004,Ambérieu-en-Bugey,,Ambérieu-en-Bugey,03-11-2024\n"
            "03185,Montluçon,,Montluçon,29-10-2018\n"
        ),
        {("01004", "acv", DAY(2024, 11, 3), ""), ("03185", "acv", DAY(2018, 10, 29), "")},
    ),
    "va": (
        crlf("insee_com,lib_com,id_va\n01036,Valromey-sur-Séran,va-01-01\n01063,Brion,va-01-02\n"),
        {("01036", "va", None, ""), ("01063", "va", None, "")},
    ),
    "ti": (
        crlf("insee_com,lib_com,id_ti\n01010,Anglefort,ti-8418\n2A004,Ajaccio,ti-9401\n"),
        {("01010", "ti", None, ""), ("2A004", "ti", None, "")},
    ),
    "frr": (
        BOM
        + crlf(
            "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\n"
            "01001;01;L'Abergement-Clémenciat;Non classée;\n"
            "02001;02;Abbécourt;FRR socle;\n"
            "70467;70;Saint-Loup-sur-Semouse;FRR+;\n"
            "01187;01;Haut Valromey;FRR bénéficiaire partiellement;\n"
        ),
        {
            ("02001", "frr", None, "FRR socle"),
            ("70467", "frr", None, "FRR+"),
            ("01187", "frr", None, "FRR bénéficiaire partiellement"),
        },
    ),
    "qpv": (
        crlf(
            "insee_com,lib_com,nb_qpv,codes_qpv\n"
            "01004,Ambérieu-en-Bugey,1,QN00103M\n"
            "01053,Bourg-en-Bresse,2,QN00101M|QN00102M\n"
            "01010,Anglefort,0,\n"
        ),
        {("01004", "qpv", None, "1 quartier"), ("01053", "qpv", None, "2 quartiers")},
    ),
    "densite": (
        BOM + DENSITY,
        {
            ("01004", "urbain", None, "Centres urbains intermédiaires"),
            ("01008", "periurbain", None, "Ceintures urbaines"),
            ("01010", "rural", None, "Bourgs ruraux"),
            ("01010", "centre-bourg", None, "Bourgs ruraux"),
            ("01001", "rural", None, "Rural à habitat dispersé"),
        },
    ),
    "ruralite": (
        BOM + "insee_com,lib_com,niveau_ruralite\n"
        "01001,L'Abergement-Clémenciat, Les ruralités résidentielles mixtes\n"
        "01004,Ambérieu-en-Bugey, Hors champ : DOM ou commune urbaine\n",
        {("01001", "ruralites", None, "Les ruralités résidentielles mixtes")},
    ),
    "centralite": (
        BOM + "insee_com,lib_com,niveau_centralite\n"
        "01001,L'Abergement-Clémenciat,Communes non centre\n"
        "01004,Ambérieu-en-Bugey,Centre structurant d'équipements et de services\n",
        {("01004", "centre", None, "Centre structurant d'équipements et de services")},
    ),
    "montagne": (
        BOM
        + "insee_com,lib_com,niveau_montagne\n01002,L'Abergement-de-Varey,02 - Massif du Jura\n",
        {("01002", "montagne", None, "Massif du Jura")},
    ),
}


def said(key):
    """What a list says now: {(INSEE code, type, since, detail)}."""
    zonings = Zoning.objects.filter(list=key)
    found = zonings.values_list("territory", "type__slug", "since", "detail")
    return {(code.removeprefix("commune-"), *rest) for code, *rest in found}


def test_every_list_we_read_has_an_example_here():
    assert PUBLISHED.keys() == LISTS.keys()


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_list_is_read_as_it_is_published(key, published):
    text, expected = PUBLISHED[key]
    output = run(key, file=published(text, name="liste-20260427.csv"))
    assert said(key) == expected
    recorded = ZoningList.objects.get(key=key)
    assert (recorded.title, recorded.publisher) == (LISTS[key].title, LISTS[key].publisher)
    assert (recorded.origin, recorded.vintage) == ("liste-20260427.csv", "27/04/2026")
    towns = {code for code, *_ in expected}
    assert recorded.rows == len(towns)
    assert f"{LISTS[key].title} : {len(towns)} communes sont dans la liste." in output
    assert f"ajoutées : {len(towns)} (" in output


@pytest.mark.parametrize("key", PUBLISHED)
def test_the_same_list_again_changes_nothing(key, published):
    path = published(PUBLISHED[key][0])
    run(key, file=path)
    before, _ = rows()
    output = run(key, file=path)
    assert rows()[0] == before
    for label in ("ajoutées", "modifiées", "retirées"):
        assert f"{label} : 0\n" in output


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_separator_is_read(published, encoding, separator):
    text = DENSITY.replace(",", separator)
    if encoding.endswith(("le", "be")):
        text = BOM + text
    run("densite", file=published(text, encoding))
    assert said("densite") == PUBLISHED["densite"][1]


def test_a_lost_leading_zero_is_restored(published):
    run("pvd", file=published(PVD.replace("\n0", "\n")))
    assert said("pvd") == PUBLISHED["pvd"][1]


def test_columns_may_come_in_another_order_with_others_between(published):
    run(
        "pvd",
        file=published("Date signature;x;;INSEE COM\n04/06/2021;;;29197\n\n;;;\n;;;2a004\n"),
    )
    assert said("pvd") == {("29197", "pvd", DAY(2021, 6, 4), ""), ("2A004", "pvd", None, "")}


@pytest.mark.parametrize(
    ("name", "option", "vintage"),
    [
        ("liste-communes-frr-juillet2025.csv", "", "juillet 2025"),
        ("pvd-20260427-143000.csv", "", "27/04/2026"),
        ("liste-pvd.csv", "", ""),
        ("liste-pvd-20260427.csv", "avril 2026", "avril 2026"),
        ("liste-pvd.csv", "a" * 200, "a" * 60),
    ],
)
def test_the_vintage_is_the_one_given_or_the_one_of_the_file_name(published, name, option, vintage):
    run("pvd", file=published(PVD, name=name), vintage=option)
    assert ZoningList.objects.get(key="pvd").vintage == vintage


def test_additions_changes_and_removals_are_reported_and_written(loaded, published):
    changed = PVD.replace("01034,Belley,pvd-84-01-2,2021-04-22\n", "").replace("2021-06-04", "")
    output = run("pvd", file=published(changed + "01074,Chalamont,pvd-84-01-4,2021-03-18\n"))
    assert "6 communes sont dans la liste" in output
    assert "ajoutées : 1 (01074)" in output
    assert "modifiées : 1 (29197)" in output
    assert "retirées : 1 (01034)" in output
    kept = PUBLISHED["pvd"][1] - {
        ("29197", "pvd", DAY(2021, 6, 4), ""),
        ("01034", "pvd", DAY(2021, 4, 22), ""),
    }
    new = {("29197", "pvd", None, ""), ("01074", "pvd", DAY(2021, 3, 18), "")}
    assert said("pvd") == kept | new
    assert said("densite") == PUBLISHED["densite"][1]


def test_a_type_of_a_grid_that_a_town_loses_goes_and_the_others_stay(loaded, published):
    run("densite", file=published(DENSITY.replace("Bourgs ruraux", "Rural à habitat dispersé")))
    assert {row for row in said("densite") if row[0] == "01010"} == {
        ("01010", "rural", None, "Rural à habitat dispersé")
    }


def test_only_the_first_ten_codes_are_named(published):
    lines = "".join(f"2900{number},x,x,\n" for number in range(1, 9))
    lines += "".join(f"2901{number},x,x,\n" for number in (0, 1, 2, 3))
    output = run("pvd", file=published("insee_com,lib_com,id_pvd,date_signature\n" + lines))
    assert "ajoutées : 12 (29001, 29002," in output
    assert "…)" in output


def test_unknown_codes_are_reported_and_former_communes_followed(published):
    output = run(
        "pvd",
        file=published(PVD + "75112,Paris 12e,x,2021-01-02\n99999,Kerdisparue,x,2021-01-02\n"),
    )
    assert "anciennes communes suivies : 1 (75112)" in output
    assert "codes inconnus, ignorés : 1 (99999)" in output
    assert said("pvd") == PUBLISHED["pvd"][1] | {("75056", "pvd", DAY(2021, 1, 2), "")}
    assert ZoningList.objects.get(key="pvd").rows == 7


@pytest.mark.parametrize("order", [1, -1])
def test_what_a_list_says_of_a_town_prevails_over_what_it_says_of_a_part(published, order):
    lines = ["75056,Paris,Grands centres urbains\n", "75112,Paris 12e,Bourgs ruraux\n"]
    run("densite", file=published(DENSITY + "".join(lines[::order])))
    paris = {row for row in said("densite") if row[0] == "75056"}
    assert paris == {("75056", "urbain", None, "Grands centres urbains")}


def test_a_dry_run_compares_and_writes_nothing(loaded, published):
    path = published(PVD + "01074,Chalamont,pvd-84-01-4,2021-03-18\n")
    output = run("pvd", file=path, dry_run=True)
    assert "7 communes seraient dans la liste" in output
    assert "ajoutées : 1 (01074)" in output
    assert rows() == loaded


def test_a_list_that_lost_a_large_part_is_refused_unless_forced(loaded, published):
    path = published("".join(PVD.splitlines(keepends=True)[:4]))
    message = refused("pvd", file=path)
    assert "la liste perdrait 3 zonages sur 6 : fichier incomplet ?" in message
    assert "--force" in message
    assert rows() == loaded
    assert "retirées : 3 (01033, 01034, 01072)" in run("pvd", file=path, force=True)
    assert {code for code, *_ in said("pvd")} == {"29197", "56169", "70467"}


def test_a_type_that_staff_removed_is_named(loaded, published):
    TerritoryType.objects.filter(slug="centre-bourg").update(slug="bourg")
    message = refused("densite", file=published(DENSITY))
    assert "types de territoire absents de la base : centre-bourg" in message
    assert rows() == loaded


def test_the_next_frr_list_is_read_though_its_heading_bears_another_date(published):
    head = "Code_insee;Departement;Commune;Classement FRR et FRR+ au 3 mars 2027;\n"
    run("frr", file=published(f"{head}70467;70;Saint-Loup-sur-Semouse;FRR+;\n"))
    assert said("frr") == {("70467", "frr", None, "FRR+")}
