"""What the town field asks while one types, and the small map of what is covered."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from territories.finding import find_towns, find_wider
from territories.map import render_map
from territories.models import Territory

SUGGESTED_TOWNS = 10
SUGGESTED_OTHERS = 4
MAX_ZONES = 120


@require_safe
@cache_control(public=True, max_age=3600)
def suggestions(request):
    """JSON list of {code, label, level, url}: communes first, then wider territories."""
    typed = request.GET.get("q", "")
    found = [*find_towns(typed, SUGGESTED_TOWNS), *find_wider(typed, SUGGESTED_OTHERS)]
    return JsonResponse(
        [
            {
                "code": one.territory.code,
                "label": one.label,
                "level": one.territory.level,
                "url": one.territory.get_absolute_url(),
            }
            for one in found
        ],
        safe=False,
    )


@require_safe
@cache_control(public=True, max_age=86400)
def map_image(request):
    """SVG of the départements, those of `zones` (territory codes) filled, the first town dotted."""
    codes = request.GET.get("zones", "").replace("\x00", "").split(",")[:MAX_ZONES]
    zones = Territory.objects.filter(code__in=codes)
    departments, point = set(), None
    for zone in zones:
        if zone.level == Territory.Level.DEPARTMENT:
            departments.add(zone.insee)
        elif zone.level == Territory.Level.COMMUNE:
            point = point or (zone.latitude, zone.longitude, zone.department_id.partition("-")[2])
        elif zone.level == Territory.Level.EPCI and zone.latitude is not None:
            home = zone.department_id or first_department(zone)
            point = point or (zone.latitude, zone.longitude, home.partition("-")[2])
    wide = [
        zone for zone in zones if zone.level in (Territory.Level.REGION, Territory.Level.COUNTRY)
    ]
    if wide:
        inside = Territory.objects.filter(level=Territory.Level.DEPARTMENT)
        if not any(zone.level == Territory.Level.COUNTRY for zone in wide):
            inside = inside.filter(region__in=wide)
        departments.update(one.insee for one in inside)
    known = point and None not in point
    svg = render_map(sorted(departments), point if known else None)
    return HttpResponse(svg, content_type="image/svg+xml")


def first_department(epci):
    """Code of the département of an EPCI that straddles several: that of its largest commune."""
    return (
        epci.communes.order_by("-population").values_list("department_id", flat=True).first() or ""
    )
