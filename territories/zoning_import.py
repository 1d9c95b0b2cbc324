"""Write an official list of communes: compare, report, then replace in one transaction."""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from territories.models import (
    FormerCommune,
    ReferenceImport,
    Territory,
    TerritoryType,
    Zoning,
    ZoningList,
)
from territories.zoning_files import BadFile, read_list

# A published list that loses more than this share of its communes is more likely cut than right.
MAX_SHRINK = 0.2
MONTHS = (
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
)


@dataclass
class ZoningReport:
    """What an import did, or would do: INSEE codes, and codes nobody knows."""

    official: object
    rows: int = 0
    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    followed: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)


def import_list(official, data, origin, vintage="", *, write=True, force=False):
    """Replace what `official` says of communes by the content of a file (bytes).

    Returns a `ZoningReport`. Raises `BadFile`, with nothing written, when the file is faulty,
    names no known commune, or would silently lose a large part of the list (`force` allows it).
    """
    read = read_list(data, official)
    report = ZoningReport(official)
    with transaction.atomic():
        wanted = follow_codes(read, report)
        if not wanted:
            raise BadFile("aucune commune connue dans ce fichier : est-ce la bonne liste ?")
        zoning_list = ZoningList(
            key=official.key,
            title=official.title,
            publisher=official.publisher,
            origin=origin[:300],
            vintage=(vintage or guess_vintage(origin))[:60],
            imported_at=timezone.now(),
            rows=len({code for code, _ in wanted}),
        )
        report.rows = zoning_list.rows
        compare_and_write(official, zoning_list, wanted, report, write=write, force=force)
    return report


def follow_codes(read, report):
    """Marks by (territory code, type), former communes carried to the one they joined.

    What the list says of a commune itself prevails over what it says of a part of it.
    """
    known = set(Territory.objects.communes().values_list("code", flat=True))
    former = dict(FormerCommune.objects.values_list("insee", "commune_id"))
    wanted = {}
    for insee, marks in read.marks.items():
        code = f"commune-{insee}"
        if code not in known:
            if insee not in former:
                report.unknown.append(insee)
                continue
            code = former[insee]
            report.followed[insee] = code
            if code.removeprefix("commune-") in read.lines:
                continue
        for mark in marks:
            wanted.setdefault((code, mark.type), mark)
    return wanted


def compare_and_write(official, zoning_list, wanted, report, *, write, force):
    types = {row.slug: row for row in TerritoryType.objects.filter(slug__in=official.types)}
    missing = set(official.types) - types.keys()
    if missing:
        raise BadFile(f"types de territoire absents de la base : {', '.join(sorted(missing))}")
    existing = {
        (row.territory_id, row.type.slug): row
        for row in Zoning.objects.filter(list_id=official.key).select_related("type")
    }
    removed = [row for key, row in existing.items() if key not in wanted]
    if len(removed) > MAX_SHRINK * len(existing) and not force:
        raise BadFile(
            f"la liste perdrait {len(removed)} zonages sur {len(existing)} : fichier incomplet ? "
            "Relancez avec --force si c’est voulu"
        )
    added, changed = [], []
    for (code, slug), mark in wanted.items():
        row = existing.get((code, slug))
        if row is None:
            added.append(
                Zoning(
                    territory_id=code,
                    type=types[slug],
                    list=zoning_list,
                    since=mark.since,
                    detail=mark.detail,
                )
            )
        elif (row.since, row.detail) != (mark.since, mark.detail):
            row.since, row.detail = mark.since, mark.detail
            changed.append(row)
    for rows, names in (
        (added, report.added),
        (changed, report.changed),
        (removed, report.removed),
    ):
        names.extend(sorted({row.territory_id for row in rows}))
    if write:
        save_changes(zoning_list, added, changed, removed)
        log_import(zoning_list, report)


def save_changes(zoning_list, added, changed, removed):
    zoning_list.save()
    Zoning.objects.filter(pk__in=[row.pk for row in removed]).delete()
    Zoning.objects.bulk_update(changed, ["since", "detail"], batch_size=500)
    Zoning.objects.bulk_create(added, batch_size=2000)


def log_import(zoning_list, report):
    ReferenceImport.objects.create(
        title=zoning_list.title,
        origin=zoning_list.origin,
        vintage=zoning_list.vintage,
        rows=zoning_list.rows,
        added=len(report.added),
        changed=len(report.changed),
        removed=len(report.removed),
        unknown=" ".join(report.unknown),
    )


def guess_vintage(origin):
    """« 27/04/2026 » or « juillet 2025 » when the file's own name says so, else nothing."""
    day = re.search(r"(20\d\d)([01]\d)([0-3]\d)(?!.*20\d{6})", origin)
    if day:
        return f"{day[3]}/{day[2]}/{day[1]}"
    month = re.search(rf"({MONTHS})[-_ ]?(20\d\d)", origin.lower())
    return f"{month[1]} {month[2]}" if month else ""
