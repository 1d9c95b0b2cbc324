"""The back office of what entries share, and the base every entry's admin starts from."""

from django.contrib import admin
from taggit.models import Tag

from editorial.admin.entries import EntryAdmin
from editorial.admin.staff import LinkInline, StaffAdmin
from editorial.models import Source, Theme, ThemeAlias, entry_models

__all__ = ["EntryAdmin", "LinkInline", "StaffAdmin"]

admin.site.site_header = "ESS et territoires"
admin.site.site_title = "ESS et territoires"
admin.site.index_title = "Rédaction du portail"
admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(StaffAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


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

    def has_delete_permission(self, request, obj=None):
        """A source that what is published rests on is not deleted under it."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self.is_cited(obj))

    def is_cited(self, source):
        return any(
            model.objects.published().filter(sources=source).exists() for model in entry_models()
        )
