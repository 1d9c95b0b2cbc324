from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("initiatives.urls")),
    path("", include("actors.urls")),
    path("", include("levers.urls")),
    path("", include("library.urls")),
    path("", include("territories.urls")),
    path("admin/", admin.site.urls),
]
