"""The back office of actors, supports and local carriers."""

from django.contrib import admin

from accounts.models import partner_of
from actors.models import Actor, ActorLink, Carrier, Support, SupportRole
from editorial.admin import EntryAdmin, LinkInline, StaffAdmin
from editorial.admin.quality import QualityFilter


class PlaceFilter(QualityFilter):
    title = "territoire"
    parameter_name = "territoire"
    values = (("aucun", "Aucun : aucune commune ne la voit"),)

    @classmethod
    def narrow(cls, rows, value):
        return rows.nowhere()


class ClassifiedAdmin(EntryAdmin):
    """Entries that partners may own."""

    place_filters = (PlaceFilter,)

    def give_owner(self, request, entry):
        entry.partner = partner_of(request.user)


class ActorLinkInline(LinkInline):
    model = ActorLink
    fk_name = "subject"
    autocomplete_fields = ("target",)


class SupportRoleInline(LinkInline):
    model = SupportRole
    autocomplete_fields = ("actor",)


@admin.register(Actor)
class ActorAdmin(ClassifiedAdmin):
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
class SupportAdmin(ClassifiedAdmin):
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

    def may_confirm(self, request):
        """What is confirmed is shown to the public: it takes the right to confirm."""
        return request.user.has_perm("actors.confirm_carrier")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.confirmed or self.may_confirm(request))

    def get_readonly_fields(self, request, obj=None):
        return () if self.may_confirm(request) else ("confirmed",)
