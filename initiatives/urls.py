from django.urls import path

from initiatives.views import InitiativeListView, InitiativeView

urlpatterns = [
    path("initiatives/", InitiativeListView.as_view(), name="initiative_list"),
    path("initiatives/<slug:slug>/", InitiativeView.as_view(), name="initiative"),
]
