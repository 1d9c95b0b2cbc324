"""The official lists of communes we read: where they are published and what their columns mean.

Addresses and columns: ANCT and DGCL datasets on data.gouv.fr, INSEE and Observatoire des
territoires grids. Lists without `url` are published as spreadsheets or map files only: staff
download them and pass `--file` (CSV).
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

DATASETS = "https://www.data.gouv.fr/api/1/datasets/r/"
MAX_DETAIL = 120  # what Zoning.detail holds
INSEE_HEADINGS = ("insee com", "code insee", "insee", "codgeo", "code commune")


class BadValue(ValueError):
    """A cell that cannot be read; the message is for the person who sent the file."""


@dataclass(frozen=True)
class Mark:
    """What one line says of one commune: a type, since when, with which precision."""

    type: str
    since: datetime.date | None = None
    detail: str = ""


@dataclass(frozen=True)
class OfficialList:
    """One published list. `read` turns a line (cells by folded heading) into marks.

    A column is recognised by the beginning of its folded heading.
    """

    key: str
    title: str
    publisher: str
    filename: str
    types: tuple[str, ...]
    headings: tuple[str, ...]
    read: Callable[[dict], list[Mark]]
    url: str = ""


def read_date(text):
    """A day written AAAA-MM-JJ, JJ-MM-AAAA or JJ/MM/AAAA; empty means unknown."""
    text = text.strip()
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise BadValue(f"« {text} » n’est pas une date (attendu : AAAA-MM-JJ ou JJ-MM-AAAA)")


def signed(type_slug):
    """Lists of the towns of a programme, with the day they signed."""
    return lambda cells: [Mark(type_slug, read_date(cells.get("date signature", "")))]


def listed(type_slug):
    """Lists where being listed is enough."""
    return lambda cells: [Mark(type_slug)]


def read_qpv(cells):
    text = cells["nb qpv"].strip()
    if not (text.isascii() and text.isdigit()):
        raise BadValue(f"« {text} » n’est pas un nombre de quartiers")
    count = int(text)
    return [Mark("qpv", None, f"{count} quartier{'s' if count > 1 else ''}")] if count else []


def graded(heading, levels):
    """Grids: each level gives types, and is kept as precision. An unknown level is an error."""

    def read(cells):
        level = cells[heading].strip()
        if level not in levels:
            known = ", ".join(f"« {name} »" for name in levels)
            raise BadValue(f"niveau inconnu « {level} » (connus : {known})")
        return [Mark(type_slug, None, level) for type_slug in levels[level]]

    return read


def read_mountain(cells):
    massif = re.sub(r"^\d+\s*-\s*", "", cells["niveau montagne"].strip())
    if not massif:
        raise BadValue("le massif est vide")
    if len(massif) > MAX_DETAIL:
        raise BadValue(f"« {massif[:40]}… » est trop long pour un nom de massif")
    return [Mark("montagne", None, massif)]


DENSITY = {
    "Grands centres urbains": ("urbain",),
    "Centres urbains intermédiaires": ("urbain",),
    "Petites villes": ("urbain",),
    "Ceintures urbaines": ("periurbain",),
    "Bourgs ruraux": ("rural", "centre-bourg"),
    "Rural à habitat dispersé": ("rural",),
    "Rural à habitat très dispersé": ("rural",),
}
RURALITY = {
    "Les petites polarités industrielles et artisanales": ("ruralites",),
    "Les petites polarités mixtes": ("ruralites",),
    "Les ruralités productives agricoles": ("ruralites",),
    "Les ruralités productives ouvrières": ("ruralites",),
    "Les ruralités résidentielles aisées": ("ruralites",),
    "Les ruralités résidentielles mixtes": ("ruralites",),
    "Les ruralités touristiques spécialisées": ("ruralites",),
    "Les ruralités touristiques à dominante résidentielle": ("ruralites",),
    "Hors champ : DOM ou commune urbaine": (),
    "Commune dont le périmètre a changé depuis la réalisation de la typologie": (),
}
CENTRALITY = {
    "Centre local d'équipements et de services": ("centre",),
    "Centre intermédiaire d'équipements et de services": ("centre",),
    "Centre structurant d'équipements et de services": ("centre",),
    "Centre majeur d'équipements et de services": ("centre",),
    "Communes non centre": (),
    "- undefined": (),
}
FRR_HEADING = "classement frr"  # « … et FRR+ au 10 juillet 2025 »: the date changes
FRR = {
    "FRR+": ("frr",),
    "FRR socle": ("frr",),
    "FRR bénéficiaire": ("frr",),
    "FRR bénéficiaire partiellement": ("frr",),
    "Classée FRR partiellement": ("frr",),
    "Non classée": (),
}

LISTS = {
    official.key: official
    for official in (
        OfficialList(
            "pvd",
            "Petites villes de demain",
            "ANCT",
            "liste-pvd.csv",
            ("pvd",),
            ("date signature",),
            signed("pvd"),
            DATASETS + "1fa831ec-d912-4277-8b95-a8b998bf951e",
        ),
        OfficialList(
            "acv",
            "Action cœur de ville",
            "ANCT",
            "liste-acv.csv",
            ("acv",),
            ("date signature",),
            signed("acv"),
            DATASETS + "8b6f422b-cbdf-459a-9a16-d6be4b92d91a",
        ),
        OfficialList(
            "va",
            "Villages d’avenir",
            "ANCT",
            "liste-va.csv",
            ("va",),
            ("id va",),
            listed("va"),
            DATASETS + "fbef04bb-3df9-4d6d-a23f-0a0034f6a3f8",
        ),
        OfficialList(
            "ti",
            "Territoires d’industrie",
            "ANCT",
            "liste-ti.csv",
            ("ti",),
            ("id ti",),
            listed("ti"),
            DATASETS + "2a228141-469f-4945-a9bf-f8c46f694022",
        ),
        OfficialList(
            "frr",
            "France ruralités revitalisation",
            "DGCL",
            "liste-communes-frr-juillet2025.csv",
            ("frr",),
            (FRR_HEADING,),
            graded(FRR_HEADING, FRR),
        ),
        OfficialList(
            "qpv",
            "Quartiers prioritaires de la politique de la ville",
            "ANCT",
            "liste-qpv.csv",
            ("qpv",),
            ("nb qpv",),
            read_qpv,
        ),
        OfficialList(
            "densite",
            "Grille communale de densité",
            "INSEE",
            "grille-densite.csv",
            ("rural", "centre-bourg", "periurbain", "urbain"),
            ("niveau densite",),
            graded("niveau densite", DENSITY),
        ),
        OfficialList(
            "ruralite",
            "Typologie des ruralités",
            "Observatoire des territoires",
            "grille-ruralite.csv",
            ("ruralites",),
            ("niveau ruralite",),
            graded("niveau ruralite", RURALITY),
        ),
        OfficialList(
            "centralite",
            "Centralités d’équipements et de services",
            "Observatoire des territoires",
            "grille-centralite.csv",
            ("centre",),
            ("niveau centralite",),
            graded("niveau centralite", CENTRALITY),
        ),
        OfficialList(
            "montagne",
            "Communes des massifs",
            "Observatoire des territoires",
            "grille-montagne.csv",
            ("montagne",),
            ("niveau montagne",),
            read_mountain,
        ),
    )
}
