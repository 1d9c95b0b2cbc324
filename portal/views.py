"""Pages that cross the directories: home, a town, choosing a town, and what machines read."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from editorial.addresses import site_url
from editorial.models import Theme
from initiatives.models import Initiative
from levers.models import Challenge, Lever
from library.models import KeyFigure
from portal.filters import SearchFilter
from portal.town import town_context
from search import freshness
from search.index import Busy
from search.views import DirectoryView
from territories.finding import (
    clean,
    find_towns,
    find_wider,
    is_code,
    named_towns,
    spelling_suggestions,
)
from territories.models import FormerCommune, Territory
from territories.naming import fold

LATEST = 3
FIGURES = 4
CHOICES = 60
LENGTH_OF_CODES = 5  # postal and INSEE


@require_safe
def home(request):
    """One field, then what there is to find."""
    initiatives = Initiative.objects.published().prefetch_related("themes", "places")
    context = {
        "levers": Lever.objects.published(),
        "themes": Theme.objects.all(),
        "challenges": Challenge.objects.published(),
        "figures": KeyFigure.objects.published().filter(highlighted=True)[:FIGURES],
        "initiatives": initiatives.order_by("-published_on", "pk")[:LATEST],
    }
    return render(request, "portal/home.html", context)


@require_safe
def town_search(request):
    """Choose among the communes that answer; straight to the page when only one can be meant."""
    typed = clean(request.GET.get("q", ""))
    found = find_towns(typed, CHOICES) if typed else []
    named = [one for one in found if fold(typed) in one.names]
    meant = named if len(named) == 1 else found
    if len(meant) == 1:
        return redirect(town_address(meant[0]))
    context = {
        "typed": typed,
        "named": named,
        "others": [one for one in found if one not in named],
        "wider": find_wider(typed, 5) if typed else [],
        "spelling": [] if found or not typed else spelling_suggestions(typed),
        "departments": []
        if found
        else Territory.objects.filter(level="departement").order_by("code"),
        "breadcrumb": [("Votre commune", "")],
    }
    return render(request, "portal/town_search.html", context)


def town_address(found):
    """Address of a town, with the former name it was asked by."""
    address = found.territory.get_absolute_url()
    former = FormerCommune.objects.filter(name=found.former, commune=found.territory).first()
    return f"{address}?ancienne={former.insee}" if found.former and former else address


@require_safe
def town(request, insee, slug=""):
    """Everything for one commune. A wrong slug, or a former commune, redirects."""
    insee = insee.upper()
    communes = Territory.objects.communes().with_ancestors()
    territory = communes.filter(code=f"commune-{insee}").first()
    if territory is None:
        former = get_object_or_404(FormerCommune.objects.select_related("commune"), insee=insee)
        return redirect(f"{former.commune.get_absolute_url()}?ancienne={insee}", permanent=True)
    if request.path != territory.get_absolute_url():
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{territory.get_absolute_url()}{query}", permanent=True)
    asked = clean(request.GET.get("ancienne", ""))
    context = {
        "town": territory,
        "former": asked and territory.former_communes.filter(insee=asked).first(),
        "breadcrumb": [("Votre commune", reverse("town_search")), (territory.label, "")],
        **town_context(territory),
    }
    return render(request, "portal/town.html", context)


class SearchView(DirectoryView):
    """Everything, one ranked list; towns whose name is typed come apart, above."""

    template_name = "portal/search.html"
    filterset_class = SearchFilter
    title = "Recherche"
    intro = "Appuis, acteurs, leviers, initiatives, ressources et mots de l’ESS, en une liste."

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        typed = context["filter"].search.typed.text
        coded = len(typed) == LENGTH_OF_CODES and is_code(typed)
        return context | {"towns": find_towns(typed, CHOICES) if coded else named_towns(typed)}


class PlainPage(TemplateView):
    """A page the law asks for: a title and a text."""

    title = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, breadcrumb=[(self.title, "")], **kwargs)


@require_safe
def robots(request):
    """What crawlers may read, and where the site map is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /apercu/",
        "Disallow: /territoires/suggestions/",
        f"Sitemap: {site_url(request)}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request):
    """The database answers, is migrated and knows the territories; the index can be read."""
    try:
        executor = MigrationExecutor(connection)
        checks = {
            "database": True,
            "migrations": not executor.migration_plan(executor.loader.graph.leaf_nodes()),
            "territories": Territory.objects.exists(),
            "index": bool(freshness.current()),
        }
    except DatabaseError:
        checks = {"database": False}
    except Busy:
        checks = {"index": False}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)
