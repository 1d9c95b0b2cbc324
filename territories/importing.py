"""Loads the reference data into the database and says what differs before writing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from territories.derived import refresh_derived_types
from territories.models import FormerCommune, PostalCode, ReferenceImport, Territory
from territories.naming import fold
from territories.reference import ORIGIN, VINTAGE, read_former_communes, read_territories
from territories.signals import territories_changed

BATCH = 1000
SHOWN = 10
TERRITORY_FIELDS = [
    "level",
    "name",
    "slug",
    "search_name",
    "nature",
    "siren",
    "population",
    "latitude",
    "longitude",
    "region_id",
    "department_id",
    "epci_id",
]
FORMER_FIELDS = ["name", "search_name", "commune_id"]
# Removing order: what is contained before what contains it.
LEVELS = [
    Territory.Level.COMMUNE,
    Territory.Level.EPCI,
    Territory.Level.DEPARTMENT,
    Territory.Level.REGION,
    Territory.Level.COUNTRY,
]


@dataclass
class Difference:
    """What separates one table from the reference.

    Rows are {key: values}, both tuples: of `key_fields` and of `fields`. `before` is the number
    of rows the table had.
    """

    title: str
    model: type
    key_fields: list
    fields: list
    before: int = 0
    added: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    removed: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)

    @property
    def has_changes(self):
        return bool(self.added or self.changed or self.removed)

    def entries(self, rows):
        """Objects, not saved, of these rows."""
        names = [*self.key_fields, *self.fields]
        return [
            self.model(**dict(zip(names, key + values, strict=True)))
            for key, values in rows.items()
        ]

    def lines(self):
        """The difference in French, with the first ten of each unless the table was empty."""
        added, changed, removed = map(len, (self.added, self.changed, self.removed))
        yield f"{self.title} : {added} à ajouter, {changed} à modifier, {removed} à retirer."
        if not self.before:
            return
        for sign, rows in (("+", self.added), ("~", self.changed), ("-", self.removed)):
            labels = sorted(map(str, self.entries(rows)))
            yield from (f"  {sign} {label}" for label in labels[:SHOWN])
            if len(labels) > SHOWN:
                yield f"  {sign} … et {len(labels) - SHOWN} de plus"

    def keep(self, is_kept):
        """Do not remove the rows of which the key and values are kept."""
        for key, values in list(self.removed.items()):
            if is_kept(key, values):
                self.kept[key] = self.removed.pop(key)


@dataclass
class Report:
    """What an import found, table by table, and whether it wrote."""

    territories: Difference
    postal_codes: Difference
    former_communes: Difference
    written: bool = False

    @property
    def tables(self):
        return [self.territories, self.postal_codes, self.former_communes]

    @property
    def has_changes(self):
        return any(table.has_changes for table in self.tables)


def import_territories(*, dry_run=False, say=lambda line: None):
    """Make territories, postal codes and former communes those of the reference; a `Report`.

    One transaction. Lines of progress, in French, go to `say`. A territory that left the
    reference but that contents still name is kept, with its ancestors, postal codes and former
    communes. Types that follow from population and geography are refreshed.
    """
    say("Lecture du référentiel…")
    with transaction.atomic():
        report = _compare_with_reference()
        _announce(report, say)
        if report.has_changes and not dry_run:
            _write(report, say)
            report.written = True
            _log(report)
            territories_changed.send(sender=Territory)
        if not dry_run:
            _derive(say)
    return report


def _log(report):
    counts = {
        name: sum(len(getattr(table, name)) for table in report.tables)
        for name in ("added", "changed", "removed")
    }
    ReferenceImport.objects.create(
        title="Territoires, codes postaux, anciennes communes",
        origin=ORIGIN,
        vintage=VINTAGE,
        rows=Territory.objects.count(),
        **counts,
    )


def _announce(report, say):
    for table in report.tables:
        if table.has_changes:
            for line in table.lines():
                say(line)
    for label in sorted(map(str, report.territories.entries(report.territories.kept))):
        say(f"  Hors du référentiel mais cité par des contenus, conservé : {label}")
    if not report.has_changes:
        say("Rien ne change.")


def _compare_with_reference():
    territories, postal_codes = _wanted_territories()
    report = Report(
        _difference("Territoires", Territory, ["code"], TERRITORY_FIELDS, territories),
        _difference("Codes postaux", PostalCode, ["code", "commune_id"], [], postal_codes),
        _difference(
            "Anciennes communes",
            FormerCommune,
            ["insee", "kind"],
            FORMER_FIELDS,
            _wanted_former_communes(),
        ),
    )
    kept = _cited(report.territories)
    report.territories.keep(lambda key, values: key[0] in kept)
    report.postal_codes.keep(lambda key, values: key[1] in kept)
    report.former_communes.keep(lambda key, values: values[-1] in kept)
    return report


def _wanted_territories():
    """Rows of `Territory` and of `PostalCode` the reference asks for."""
    territories, postal_codes = {}, {}
    for row in read_territories():
        territories[(row.code,)] = (
            row.level,
            row.name,
            slugify(row.name.replace("œ", "oe").replace("Œ", "Oe")),
            fold(row.name),
            row.nature,
            row.siren,
            row.population,
            row.latitude,
            row.longitude,
            row.region,
            row.department,
            row.epci,
        )
        postal_codes.update({(code, row.code): () for code in row.postal_codes})
    return territories, postal_codes


def _wanted_former_communes():
    return {
        (row.insee, row.kind): (row.name, fold(row.name), row.commune)
        for row in read_former_communes()
    }


def _difference(title, model, key_fields, fields, wanted):
    """Compare the rows of a table with {key: values}."""
    size = len(key_fields)
    rows = model.objects.order_by().values_list(*key_fields, *fields)
    present = {row[:size]: row[size:] for row in rows.iterator()}
    difference = Difference(title, model, key_fields, fields, before=len(present))
    for key, values in wanted.items():
        if key not in present:
            difference.added[key] = values
        elif present[key] != values:
            difference.changed[key] = values
    difference.removed = {key: row for key, row in present.items() if key not in wanted}
    return difference


def _cited(difference):
    """Among removed territories, codes that contents name, and codes of their ancestors.

    Contents are whatever other applications link to a territory, many-to-many included:
    otherwise deleting a commune would silently shorten the coverage of an actor.
    """
    if not difference.removed:
        return set()
    removed = {entry.code: entry for entry in difference.entries(difference.removed)}
    cited = set()
    for relation in Territory._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.related_model._meta.app_label != "territories":
            name = relation.field.attname
            links = relation.related_model._base_manager.values_list(name, flat=True)
            cited.update(removed.keys() & set(links.order_by().distinct()))
    return cited.union(*(removed[code].line_codes for code in cited)) & removed.keys()


def _write(report, say):
    say("Écriture des territoires…")
    _save(report.territories)
    say("Écriture des codes postaux et des anciennes communes…")
    for table in (report.postal_codes, report.former_communes):
        _delete_rows(table)
        _save(table)
    for level in LEVELS:
        removed = report.territories.removed.items()
        _delete(Territory, [key[0] for key, values in removed if values[0] == level])


def _save(table):
    """Insert what is added and update in place what changed, by the same statements."""
    updates = {
        "update_conflicts": True,
        "unique_fields": table.key_fields,
        "update_fields": table.fields,
    }
    table.model.objects.bulk_create(
        table.entries(table.added | table.changed),
        batch_size=BATCH,
        **(updates if table.changed else {}),
    )


def _delete_rows(table):
    if table.removed:
        rows = table.model.objects.order_by().values_list("pk", *table.key_fields)
        _delete(table.model, [row[0] for row in rows if row[1:] in table.removed])


def _delete(model, keys):
    for start in range(0, len(keys), BATCH):
        model.objects.filter(pk__in=keys[start : start + BATCH]).delete()


def _derive(say):
    for slug, (added, removed) in refresh_derived_types().items():
        if added or removed:
            say(f"Type « {slug} » : {added} communes ajoutées, {removed} retirées.")
