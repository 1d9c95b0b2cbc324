"""The back office of initiatives."""

from django.contrib import admin

from actors.admin import ClassifiedAdmin
from editorial.admin import LinkInline
from initiatives.models import Initiative, Participation


class ParticipationInline(LinkInline):
    model = Participation
    autocomplete_fields = ("actor",)


@admin.register(Initiative)
class InitiativeAdmin(ClassifiedAdmin):
    own_fields = (
        "kind",
        ("place_note", "date_label"),
        "legal_form",
        "website",
        "lesson",
    )
    own_columns = ("kind", "place_note", "date_label")
    own_filters = ("kind", "territory_types", "levers")
    relations = ("places", "territory_types", "levers", "challenges", "supports", "publications")
    inlines = (ParticipationInline,)
