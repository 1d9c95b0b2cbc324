"""From degrees to a flat map: the projection of Lambert-93, official for metropolitan France."""

import math

# Lambert-93 (EPSG:2154): standard parallels 44° and 49° N, origin 46.5° N 3° E, in degrees.
PARALLELS = (44, 49)
ORIGIN_LATITUDE = 46.5
ORIGIN_LONGITUDE = 3


def _conformal(latitude):
    return math.tan(math.pi / 4 + math.radians(latitude) / 2)


def _constants():
    south, north = (math.cos(math.radians(parallel)) for parallel in PARALLELS)
    low, high = (_conformal(parallel) for parallel in PARALLELS)
    cone = math.log(south / north) / math.log(high / low)
    return cone, south * low**cone / cone


CONE, FACTOR = _constants()


def lambert(longitude, latitude):
    """Degrees → (x, y) on a sphere of radius 1, y growing southwards as on a screen.

    The ellipsoid is set aside: half a pixel at the size of our maps.
    """
    radius = FACTOR / _conformal(latitude) ** CONE
    angle = CONE * math.radians(longitude - ORIGIN_LONGITUDE)
    origin = FACTOR / _conformal(ORIGIN_LATITUDE) ** CONE
    return radius * math.sin(angle), radius * math.cos(angle) - origin
