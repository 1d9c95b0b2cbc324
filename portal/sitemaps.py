"""The site map, in parts: one a directory, towns by ten thousand."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from actors.models import Actor, Support
from initiatives.models import Initiative
from levers.models import Challenge, Lever
from library.models import Event, KeyFigure, Publication, Term
from territories.models import Territory


class Pages(Sitemap):
    names = (
        "home", "town_search", "search",
        "support_list", "lever_list", "challenge_list", "actor_list", "initiative_list",
        "publication_list", "event_list", "key_figure_list", "term_list",
        "accessibility", "legal", "privacy", "site_map",
    )  # fmt: skip

    def items(self):
        return self.names

    def location(self, item):
        return reverse(item)


class Towns(Sitemap):
    limit = 10_000

    def items(self):
        return Territory.objects.communes().only("code", "slug", "level").order_by("code")


class Entries(Sitemap):
    """Published entries of one model."""

    limit = 10_000

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


SITEMAPS = {
    "pages": Pages(),
    "communes": Towns(),
    "appuis": Entries(Support),
    "leviers": Entries(Lever),
    "defis": Entries(Challenge),
    "acteurs": Entries(Actor),
    "initiatives": Entries(Initiative),
    "ressources": Entries(Publication),
    "evenements": Entries(Event),
    "chiffres-cles": Entries(KeyFigure),
    "glossaire": Entries(Term),
}
