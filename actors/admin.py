"""The back office of actors, supports and local carriers."""

from django.contrib import admin

from actors.models import Actor, ActorLink, Carrier, Support, SupportRole
from editorial.admin import EntryAdmin, StaffAdmin


class ActorLinkInline(admin.TabularInline):
    model = ActorLink
    fk_name = "subject"
    extra = 0
    autocomplete_fields = ("target",)


class SupportRoleInline(admin.TabularInline):
    model = SupportRole
    extra = 0
    autocomplete_fields = ("actor",)


@admin.register(Actor)
class ActorAdmin(EntryAdmin):
    own_fields = (
        ("kind", "purpose", "first_contact"),
        "legal_form",
        "next_step",
        "contact_note",
        ("website", "email", "phone"),
        "closing_note",
    )
    own_columns = ("kind", "first_contact")
    own_filters = ("kind", "purpose", "first_contact", "levers")
    relations = ("coverage", "seat", "levers", "challenges", "publications", "replaced_by")
    inlines = (ActorLinkInline,)


@admin.register(Support)
class SupportAdmin(EntryAdmin):
    own_fields = (
        ("kind", "availability", "first_contact"),
        "audience",
        "period",
        "next_step",
        ("website", "directory_url"),
    )
    own_columns = ("kind", "availability")
    own_filters = ("kind", "availability", "territory_types", "levers")
    relations = ("coverage", "territory_types", "levers", "challenges", "publications", "terms")
    inlines = (SupportRoleInline,)


@admin.register(Carrier)
class CarrierAdmin(StaffAdmin):
    list_display = ("actor", "support", "area_note", "confirmed", "seen", "source")
    list_filter = ("confirmed", "support")
    list_select_related = ("actor", "support", "source")
    search_fields = ("actor__title", "actor__acronym", "support__title", "area_note")
    autocomplete_fields = ("support", "actor", "coverage", "source")
