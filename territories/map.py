"""A small map of France's départements as SVG text, drawn by the server.

The overseas départements are insets below. Only presentation attributes, no style: the drawing
can be served as an image under a strict Content-Security-Policy. No background: tints are chosen
to be seen on white and on near black alike.
"""

import json
from functools import cache
from html import escape

from territories.projection import lambert
from territories.reference import DIRECTORY

GREY = "#929292"
BLUE = "#6a6af4"


@cache
def _map():
    return json.loads((DIRECTORY / "map.json").read_text(encoding="utf-8"))


def place(latitude, longitude, department):
    """Pixel (x, y) of a place of this département (« 29 »), None where the map does not go."""
    drawn = _map()
    if inset := drawn["insets"].get(department):
        x = inset["x0"] + longitude * inset["kx"]
        y = inset["y0"] + latitude * inset["ky"]
    elif department in drawn["paths"]:
        flat_x, flat_y = lambert(longitude, latitude)
        x = (flat_x - drawn["left"]) * drawn["scale"]
        y = (flat_y - drawn["top"]) * drawn["scale"]
    else:
        return None
    return round(x, 1), round(y, 1)


def render_map(highlighted, point=None):
    """SVG text of the map, under 20 kB.

    `highlighted`: codes of départements (« 29 », « 2A »); those the map does not have (overseas
    collectivities) are passed over. `point`: (latitude, longitude, département code) or None.
    """
    drawn = _map()
    chosen = set(highlighted)
    others = "".join(path for code, path in drawn["paths"].items() if code not in chosen)
    inside = "".join(path for code, path in drawn["paths"].items() if code in chosen)
    width, height = drawn["width"], drawn["height"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {width + 8} {height + 8}" '
        f'width="{width + 8}" height="{height + 8}" fill-rule="evenodd" stroke-linejoin="round">'
        f'<path fill="{GREY}" fill-opacity=".2" stroke="{GREY}" d="{others}"/>'
        f"{_highlight(inside)}{_labels(drawn['insets'])}{_marker(point)}</svg>"
    )


def _highlight(path):
    return f'<path fill="{BLUE}" stroke="#fff" stroke-width=".8" d="{path}"/>' if path else ""


def _labels(insets):
    texts = "".join(
        f'<text x="{inset["label"][0]}" y="{inset["label"][1]}">{escape(inset["name"])}</text>'
        for inset in insets.values()
    )
    # Dark letters with a white rim: no single grey has 4.5:1 on white and on #161616.
    return (
        f'<g fill="#161616" stroke="#fff" stroke-width="3" paint-order="stroke" '
        f'font-family="sans-serif" font-size="13" text-anchor="middle">{texts}</g>'
    )


def _marker(point):
    position = place(*point) if point else None
    if position is None:
        return ""
    x, y = position
    return f'<circle cx="{x}" cy="{y}" r="9" fill="#e1000f" stroke="#fff" stroke-width="3"/>'
