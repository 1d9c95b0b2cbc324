"""The back office of levers, tools, challenges and grids."""

from django.contrib import admin

from editorial.admin import EntryAdmin, StaffAdmin
from levers.models import Challenge, Grid, GridItem, Lever, Tool

GUIDANCE = ("when_to_use", "first_steps", "legal_basis", "cautions", "order")


@admin.register(Lever)
class LeverAdmin(EntryAdmin):
    own_fields = (("number", "verb"), *GUIDANCE)
    own_columns = ("number", "verb")
    relations = ("publications", "terms")


@admin.register(Tool)
class ToolAdmin(EntryAdmin):
    own_fields = GUIDANCE
    own_columns = ("lever", "order")
    own_filters = ("lever",)
    relations = ("lever", "publications", "terms")
    list_select_related = ("lever",)


@admin.register(Challenge)
class ChallengeAdmin(EntryAdmin):
    own_fields = ("number", *GUIDANCE)
    own_columns = ("number",)
    own_filters = ("levers",)
    relations = ("levers", "publications", "terms")


@admin.register(Grid)
class GridAdmin(StaffAdmin):
    list_display = ("title", "order")
    search_fields = ("title", "summary")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("sources",)


@admin.register(GridItem)
class GridItemAdmin(StaffAdmin):
    list_display = ("title", "grid", "parent", "issuer", "order")
    list_filter = ("grid", "levers", "issuer")
    list_select_related = ("grid", "parent")
    search_fields = ("title", "note")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("grid", "parent", "levers")
