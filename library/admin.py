"""The back office of publications, events, key figures and terms."""

from django.contrib import admin

from editorial.admin import EntryAdmin
from library.models import Event, KeyFigure, Publication, Term


@admin.register(Publication)
class PublicationAdmin(EntryAdmin):
    own_fields = ("kind", "author", ("year", "date_label"), "url")
    own_columns = ("kind", "author", "year")
    own_filters = ("kind", "author")
    relations = ("part_of",)


@admin.register(Event)
class EventAdmin(EntryAdmin):
    own_fields = (("starts_on", "ends_on", "date_label", "recurring"), "place", "organiser", "url")
    own_columns = ("date_label", "organiser")
    own_filters = ("recurring",)
    relations = ("publications",)


@admin.register(KeyFigure)
class KeyFigureAdmin(EntryAdmin):
    own_fields = (
        ("value", "unit"),
        "scope",
        ("date_label", "year"),
        "issuer",
        "series",
        "highlighted",
    )
    own_columns = ("value", "unit", "date_label", "issuer")
    own_filters = ("highlighted", "issuer")
    relations = ("territory",)


@admin.register(Term)
class TermAdmin(EntryAdmin):
    own_fields = ("kind",)
    own_columns = ("kind",)
    own_filters = ("kind",)
    relations = ("see_also",)
