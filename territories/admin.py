"""Territories are read-only here: they come from official files, by commands."""

from contextlib import nullcontext

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError, connection, transaction
from django.db.models import F

from territories.finding import clean
from territories.models import (
    FormerCommune,
    PostalCode,
    ReferenceImport,
    Territory,
    TerritoryType,
    Zoning,
    ZoningList,
)
from territories.naming import fold
from territories.reference import ORIGIN, VINTAGE


class OwnFiltersAdmin(admin.ModelAdmin):
    """Lists are filtered by what they offer: by what leads here, one would guess drafts.

    Nothing is deleted by the dozen.
    """

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def lookup_allowed(self, lookup, value, request):
        filters = self.get_list_filter(request)
        offered = {getattr(one, "parameter_name", one) for one in filters}
        offered |= {"pk", self.opts.pk.name}
        allowed = super().lookup_allowed(lookup, value, request)
        known = lookup.split("__")[0] in offered
        return allowed and known and not lookup.endswith("regex") and "\x00" not in str(value)

    def get_changelist_instance(self, request):
        """As Django, but a filter no column can hold is one that does not exist.

        A savepoint, if there is a transaction to save: reading a list begins none of its own.
        """
        saving = transaction.atomic() if connection.in_atomic_block else nullcontext()
        try:
            with saving:
                return super().get_changelist_instance(request)
        except (DataError, OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error


class ReadOnlyAdmin(OwnFiltersAdmin):
    """What an import owns is looked at, never typed. Names are found without their accents."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(clean(search_term)))


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ZoningInline(ReadOnlyInline):
    model = Zoning
    fields = readonly_fields = ("type", "list", "since", "detail")


class PostalCodeInline(ReadOnlyInline):
    model = PostalCode
    fields = readonly_fields = ("code",)


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    list_display = ("label", "level", "code", "population", "epci", "department", "region")
    list_filter = ("level", "types")
    list_select_related = ("epci", "department", "region")
    search_fields = ("search_name", "name", "code", "=postal_codes__code")
    ordering = (F("population").desc(nulls_last=True), "name", "code")
    inlines = (ZoningInline, PostalCodeInline)
    show_full_result_count = False

    def changelist_view(self, request, extra_context=None):
        vintage = {"subtitle": f"Millésime {VINTAGE}. {ORIGIN}. Se met à jour par commande."}
        return super().changelist_view(request, vintage | (extra_context or {}))

    @admin.display(description="nom", ordering="name")
    def label(self, territory):
        return territory.label


@admin.register(FormerCommune)
class FormerCommuneAdmin(ReadOnlyAdmin):
    list_display = ("name", "insee", "kind", "commune")
    list_filter = ("kind",)
    list_select_related = ("commune",)
    search_fields = ("name", "search_name", "insee")


@admin.register(TerritoryType)
class TerritoryTypeAdmin(OwnFiltersAdmin):
    list_display = ("name", "short_name", "basis", "order")
    list_filter = ("basis",)
    search_fields = ("name", "short_name", "synonyms", "slug")
    prepopulated_fields = {"slug": ("name",)}

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, clean(search_term))


class FreshnessFilter(admin.SimpleListFilter):
    """Official lists change every year: one read longer ago is to be read again."""

    title = "fraîcheur"
    parameter_name = "fraicheur"

    def lookups(self, request, model_admin):
        return [("ancienne", "Lue il y a plus d’un an")]

    def queryset(self, request, queryset):
        return queryset.outdated() if self.value() == "ancienne" else queryset


@admin.register(ZoningList)
class ZoningListAdmin(ReadOnlyAdmin):
    list_filter = (FreshnessFilter,)
    list_display = ("title", "publisher", "vintage", "rows", "imported_at", "origin")


@admin.register(ReferenceImport)
class ReferenceImportAdmin(ReadOnlyAdmin):
    list_display = ("title", "at", "vintage", "rows", "added", "changed", "removed", "origin")
    list_filter = ("title",)
