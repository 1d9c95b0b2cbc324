from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path

from portal.sitemaps import SITEMAPS
from portal.views import PlainPage, SearchView, healthz, home, readyz, robots, town, town_search

PARTS = {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"}


def plain(address, name, title):
    view = PlainPage.as_view(title=title, template_name=f"portal/{name}.html")
    return path(address, view, name=name)


urlpatterns = [
    path("", home, name="home"),
    path("communes/", town_search, name="town_search"),
    re_path(
        r"^communes/(?P<insee>\d[\dABab]\d{3})(?:-(?P<slug>[^/]*))?/$",
        town,
        name="town",
    ),
    path("recherche/", SearchView.as_view(), name="search"),
    plain("accessibilite/", "accessibility", "Accessibilité"),
    plain("mentions-legales/", "legal", "Mentions légales"),
    plain("donnees-personnelles/", "privacy", "Données personnelles"),
    plain("plan-du-site/", "site_map", "Plan du site"),
    path("sitemap.xml", sitemap_views.index, PARTS, name="sitemap"),
    path(
        "sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"
    ),
    path("robots.txt", robots, name="robots"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
