"""What `import_territories` says and does. The database has all territories loaded."""

from io import StringIO

import pytest
from django.core.management import call_command

from actors.models import Actor
from territories import importing
from territories.derived import refresh_derived_types
from territories.importing import import_territories
from territories.models import (
    FormerCommune,
    PostalCode,
    Territory,
    TerritoryType,
    Zoning,
    ZoningList,
)

pytestmark = pytest.mark.django_db


def run(**options):
    output = StringIO()
    call_command("import_territories", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def gone():
    """A commune, its postal code and its former commune, that the reference does not have."""
    commune = Territory.objects.create(
        code="commune-29999",
        level="commune",
        name="Kerdisparue",
        slug="kerdisparue",
        search_name="kerdisparue",
        department_id="departement-29",
        region_id="region-53",
    )
    PostalCode.objects.create(code="29999", commune=commune)
    FormerCommune.objects.create(
        insee="29998", name="Kervieille", search_name="kervieille", kind="deleguee", commune=commune
    )
    return commune


@pytest.fixture
def types():
    return [
        TerritoryType.objects.update_or_create(
            slug=slug,
            defaults={
                "name": name,
                "short_name": name,
                "singular": name,
                "definition": name,
                "basis": TerritoryType.Basis.DERIVED,
            },
        )[0]
        for slug, name in [("petite-ville", "Petite ville"), ("outre-mer", "Outre-mer")]
    ]


def test_everything_is_loaded():
    assert Territory.objects.communes().count() == 34_969
    assert FormerCommune.objects.exclude(kind="arrondissement").count() == 2_576
    assert PostalCode.objects.filter(code="51300").count() == 46
    town = Territory.objects.with_ancestors().get(pk="commune-29197")
    assert (town.label, town.search_name, town.slug) == ("Plouhinec (29)", "plouhinec", "plouhinec")
    assert town.line_codes == [
        "commune-29197",
        "epci-242900629",
        "departement-29",
        "region-53",
        "france",
    ]


def test_a_ligature_is_kept_in_the_name_and_spelt_out_in_the_address():
    town = Territory.objects.communes().get(pk="commune-14087")
    assert (town.name, town.slug) == ("Bonnœil", "bonnoeil")


def test_a_second_run_changes_nothing_and_says_so():
    output = run()
    assert "Rien ne change." in output
    assert "à ajouter" not in output


def test_additions_changes_and_removals_are_listed_then_written(gone):
    Territory.objects.filter(pk="commune-29197").update(name="Plouhineg", population=1)
    PostalCode.objects.filter(commune="commune-35238").delete()
    FormerCommune.objects.filter(insee="13201").update(commune="commune-29197")
    dry = run(dry_run=True)
    assert "Territoires : 0 à ajouter, 1 à modifier, 1 à retirer." in dry
    assert "  ~ Plouhinec (29)" in dry
    assert "  - Kerdisparue (29)" in dry
    assert "Codes postaux : 3 à ajouter, 0 à modifier, 1 à retirer." in dry
    assert "Anciennes communes : 0 à ajouter, 1 à modifier, 1 à retirer." in dry
    assert "rien n’a été écrit" in dry
    assert Territory.objects.get(pk="commune-29197").population == 1
    number = FormerCommune.objects.get(insee="13201").pk

    assert "Territoires à jour." in run()
    assert Territory.objects.get(pk="commune-29197").name == "Plouhinec"
    assert PostalCode.objects.filter(commune="commune-35238").count() == 3
    moved = FormerCommune.objects.get(insee="13201")
    assert (moved.pk, moved.commune_id) == (number, "commune-13055")
    assert not Territory.objects.filter(pk=gone.pk).exists()
    assert not PostalCode.objects.filter(code="29999").exists()


def test_a_removed_commune_that_a_coverage_names_is_kept_with_its_ancestors(gone):
    epci = Territory.objects.create(
        code="epci-999999999", level="epci", name="CC disparue", slug="x", search_name="x"
    )
    Territory.objects.filter(pk=gone.pk).update(epci=epci)
    actor = Actor.objects.create(
        title="Ateliers Jean Moulin",
        slug="ateliers-jean-moulin-essai",
        kind=Actor.Kind.STRUCTURE,
        purpose=Actor.Purpose.ACT,
    )
    actor.coverage.add(gone)
    report = import_territories()
    assert report.territories.kept.keys() == {(gone.pk,), (epci.pk,)}
    assert list(actor.coverage.all()) == [gone]
    assert gone.postal_codes.count() == 1
    assert gone.former_communes.count() == 1
    assert Territory.objects.filter(pk=epci.pk).exists()


def test_only_the_first_ten_are_named(monkeypatch):
    monkeypatch.setattr(importing, "SHOWN", 2)
    Territory.objects.filter(code__startswith="commune-2900").update(population=1)
    lines = []
    import_territories(dry_run=True, say=lines.append)
    assert sum(line.startswith("  ~") for line in lines) == 3
    assert any(line.startswith("  ~ … et ") for line in lines)


def test_derived_types_follow_population_and_geography(types):
    changes = refresh_derived_types()
    assert set(changes) == {"petite-ville", "outre-mer"}
    small = Zoning.objects.filter(type__slug="petite-ville").values("territory")
    bounds = Territory.objects.filter(pk__in=small).order_by("population")
    assert bounds.first().population >= 2_500
    assert bounds.last().population <= 19_999
    overseas = Zoning.objects.filter(type__slug="outre-mer")
    assert overseas.count() == 129 + 93
    assert not overseas.filter(territory__department="departement-95").exists()
    assert ZoningList.objects.get(pk="calcul").publisher == "INSEE"


def test_derived_types_are_refreshed_without_touching_what_another_list_says(types):
    refresh_derived_types()
    assert set(refresh_derived_types().values()) == {(0, 0)}
    Territory.objects.filter(pk="commune-29197").update(population=100)
    assert refresh_derived_types()["petite-ville"] == (0, 1)


def test_without_the_types_nothing_is_derived():
    Zoning.objects.filter(list="calcul").delete()
    ZoningList.objects.filter(key="calcul").delete()
    TerritoryType.objects.filter(slug__in=["petite-ville", "outre-mer"]).delete()
    assert refresh_derived_types() == {}
    assert not ZoningList.objects.filter(key="calcul").exists()
