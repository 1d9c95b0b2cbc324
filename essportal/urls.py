from django.contrib import admin
from django.urls import include, path

from editorial.views import preview_markdown

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("initiatives.urls")),
    path("", include("actors.urls")),
    path("", include("levers.urls")),
    path("", include("library.urls")),
    path("", include("territories.urls")),
    path("", include("editorial.urls")),
    path("admin/", include("accounts.urls")),
    path("admin/apercu/", admin.site.admin_view(preview_markdown), name="preview_markdown"),
    path("admin/", admin.site.urls),
]
