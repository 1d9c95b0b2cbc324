from django.urls import path

from library.views import (
    EventListView,
    EventView,
    KeyFigureListView,
    KeyFigureView,
    PublicationListView,
    PublicationView,
    TermListView,
    TermView,
)

urlpatterns = [
    path("ressources/", PublicationListView.as_view(), name="publication_list"),
    path("ressources/<slug:slug>/", PublicationView.as_view(), name="publication"),
    path("evenements/", EventListView.as_view(), name="event_list"),
    path("evenements/<slug:slug>/", EventView.as_view(), name="event"),
    path("chiffres-cles/", KeyFigureListView.as_view(), name="key_figure_list"),
    path("chiffres-cles/<slug:slug>/", KeyFigureView.as_view(), name="key_figure"),
    path("glossaire/", TermListView.as_view(), name="term_list"),
    path("glossaire/<slug:slug>/", TermView.as_view(), name="term"),
]
