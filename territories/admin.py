"""Territories are read-only here: they come from official files, by commands."""

from django.contrib import admin
from django.db.models import F

from territories.finding import clean
from territories.models import FormerCommune, Territory, TerritoryType, Zoning, ZoningList
from territories.naming import fold


class ReadOnlyAdmin(admin.ModelAdmin):
    """What an import owns is looked at, never typed. Names are found without their accents."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(clean(search_term)))


class ZoningInline(admin.TabularInline):
    model = Zoning
    extra = 0
    can_delete = False
    fields = readonly_fields = ("type", "list", "since", "detail")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    list_display = ("label", "level", "code", "population", "epci", "department", "region")
    list_filter = ("level", "types")
    list_select_related = ("epci", "department", "region")
    search_fields = ("search_name", "name", "code", "=postal_codes__code")
    ordering = (F("population").desc(nulls_last=True), "name", "code")
    inlines = (ZoningInline,)
    show_full_result_count = False

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
class TerritoryTypeAdmin(admin.ModelAdmin):
    list_display = ("name", "short_name", "basis", "order")
    list_filter = ("basis",)
    search_fields = ("name", "short_name", "synonyms", "slug")
    prepopulated_fields = {"slug": ("name",)}

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, clean(search_term))


@admin.register(ZoningList)
class ZoningListAdmin(ReadOnlyAdmin):
    list_display = ("title", "publisher", "vintage", "rows", "imported_at", "origin")
