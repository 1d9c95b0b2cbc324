from django.urls import path

from territories.views import map_image, suggestions

urlpatterns = [
    path("territoires/suggestions/", suggestions, name="territory_suggestions"),
    path("territoires/carte.svg", map_image, name="territory_map"),
]
