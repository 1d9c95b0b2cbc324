"""Reads the reference data shipped in `fixtures/territories/`, made by `scripts/build_territories`.

Plain Python, nothing of Django: the build script writes what is read here. Sources: INSEE, DGCL,
La Poste, IGN, DILA, Licence Ouverte 2.0.
"""

import csv
import gzip
import io
from pathlib import Path
from typing import NamedTuple

DIRECTORY = Path(__file__).resolve().parent.parent / "fixtures" / "territories"
# Of codes, names and EPCI; populations are those in force at that date.
VINTAGE = "2026"
ORIGIN = "INSEE, DGCL, La Poste, IGN, DILA : fichiers livrés avec le portail"


class ReferenceTerritory(NamedTuple):
    """One line of `territories.csv.gz`; codes are those of `Territory`, ancestors included."""

    code: str
    name: str
    nature: str = ""
    siren: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None
    department: str | None = None
    epci: str | None = None
    postal_codes: tuple[str, ...] = ()

    @property
    def level(self):
        return self.code.partition("-")[0]


class ReferenceFormerCommune(NamedTuple):
    """One line of `former_communes.csv.gz`; `commune` is the code of a territory."""

    insee: str
    name: str
    kind: str
    commune: str


TERRITORY_COLUMNS = ReferenceTerritory._fields
FORMER_COLUMNS = ReferenceFormerCommune._fields


def read_territories(directory=DIRECTORY):
    """Yield `ReferenceTerritory`, ancestors before what they contain."""
    for row in _read(directory / "territories.csv.gz"):
        yield ReferenceTerritory(
            code=row["code"],
            name=row["name"],
            nature=row["nature"],
            siren=row["siren"],
            population=int(row["population"]) if row["population"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            region=row["region"] or None,
            department=row["department"] or None,
            epci=row["epci"] or None,
            postal_codes=tuple(row["postal_codes"].split()),
        )


def read_former_communes(directory=DIRECTORY):
    """Yield `ReferenceFormerCommune`."""
    for row in _read(directory / "former_communes.csv.gz"):
        yield ReferenceFormerCommune(**row)


def read_contours(level, directory=DIRECTORY):
    """GeoJSON text of the contours of « departements » or « regions »."""
    return gzip.decompress((directory / f"{level}.geojson.gz").read_bytes()).decode()


def _read(path):
    with gzip.open(path, "rb") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
