"""Distance between two places."""

import math

EARTH_RADIUS_KM = 6371.0


def kilometres(a, b):
    """Great-circle distance in km between two (latitude, longitude) in degrees, None if unknown."""
    if None in (*a, *b):
        return None
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))
