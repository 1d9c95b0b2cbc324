"""The back office of what entries share, and the base every entry's admin starts from."""

from django.contrib import admin
from django.db import models

from editorial.models import Source, Theme, ThemeAlias

LONGEST_SEARCH = 100

admin.site.site_header = "ESS et territoires"
admin.site.site_title = "ESS et territoires"
admin.site.index_title = "Rédaction du portail"


class StaffAdmin(admin.ModelAdmin):
    """What every screen of ours does: https is understood, a page pasted in a search is cut."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_search_results(self, request, queryset, search_term):
        typed = search_term.replace("\x00", " ")[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, typed)


class EntryAdmin(StaffAdmin):
    """Subclasses declare `own_fields` (what their model adds) and their lists."""

    own_fields = ()
    own_columns = ()
    own_filters = ()
    relations = ()

    search_fields = ("title", "acronym", "synonyms", "summary")
    prepopulated_fields = {"slug": ("title",)}
    date_hierarchy = "published_on"
    list_per_page = 50
    save_on_top = True

    def get_list_display(self, request):
        return ("title", *self.own_columns, "status", "verified_on", "updated_at")

    def get_list_filter(self, request):
        return ("status", *self.own_filters, "themes", "verified_on")

    def get_autocomplete_fields(self, request):
        return ("themes", "sources", *self.relations)

    def get_fieldsets(self, request, obj=None):
        own = [name for name in (*self.own_fields, *self.relations) if name]
        return (
            (None, {"fields": ("title", "slug", "acronym", "synonyms", "summary", "body")}),
            ("Ce qui lui est propre", {"fields": own}),
            ("Classement et sources", {"fields": ("themes", "keywords", "sources")}),
            (
                "Publication et vérification",
                {
                    "fields": (
                        ("status", "published_on"),
                        ("verified_on", "verify_every"),
                        "review_note",
                    )
                },
            ),
        )


@admin.register(Theme)
class ThemeAdmin(StaffAdmin):
    list_display = ("name", "summary", "order")
    search_fields = ("name", "slug", "summary")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(ThemeAlias)
class ThemeAliasAdmin(StaffAdmin):
    list_display = ("name", "scheme", "note")
    list_filter = ("scheme",)
    search_fields = ("name", "scheme")
    autocomplete_fields = ("themes",)


@admin.register(Source)
class SourceAdmin(StaffAdmin):
    list_display = ("title", "publisher", "date", "url")
    list_filter = ("publisher",)
    search_fields = ("title", "publisher", "slug", "url")
    prepopulated_fields = {"slug": ("publisher", "title")}
