"""The base of every screen of the back office: its scope, its search, its exports."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst

LONGEST_SEARCH = 100


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """Choices of a filter on a relation: never a row the user may not read."""

    def field_choices(self, field, request, model_admin):
        rows = readable(field.related_model, request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        rows = rows.order_by(*ordering) if ordering else rows
        return [(row.pk, str(row)) for row in rows]


admin.FieldListFilter.register(
    lambda field: bool(field.remote_field), ScopedRelatedFilter, take_priority=True
)


def filtered_by(one):
    """The field or the parameter of an item of `list_filter`."""
    if isinstance(one, tuple):
        return one[0]
    return one if isinstance(one, str) else one.parameter_name


def readable(model, user):
    """The rows of a model a user may read, wherever a screen offers them."""
    rows = model._default_manager.all()
    return rows.for_user(user) if hasattr(rows, "for_user") else rows


class CappedPaginator(Paginator):
    """Pages of a long list, without counting it whole: beyond `MOST` rows, one filters."""

    MOST = 10_000

    @cached_property
    def count(self):
        return self.object_list[: self.MOST + 1].count()


class StaffAdmin(admin.ModelAdmin):
    """What every screen of ours does: https is understood, a page pasted in a search is cut.

    Rows are those the user may read, and may be changed when the user may work on them; choices
    of relations likewise, whatever a form sends. Nothing is deleted by the dozen.
    """

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    export_exclude = ()
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.for_user(request.user) if hasattr(rows, "for_user") else rows

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.is_in_hand(request, obj))

    def is_in_hand(self, request, row):
        """Whether the user may work on this row, as the querysets of its model say."""
        rows = self.model._default_manager.all()
        if not hasattr(rows, "changeable_by"):
            return True
        return rows.changeable_by(request.user).filter(pk=row.pk).exists()

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_action(self, request, queryset):
        """As Django, but a forged key is no row instead of an error."""
        request.POST = request.POST.copy()
        sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in sent if self.is_key(key)])
        return super().response_action(request, queryset)

    def is_key(self, typed):
        try:
            self.opts.pk.clean(typed, None)
        except ValidationError:
            return False
        return "\x00" not in typed

    def get_search_results(self, request, queryset, search_term):
        typed = search_term.replace("\x00", " ")[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, typed)

    def lookup_allowed(self, lookup, value, request):
        """Only what a filter of the list offers: a lookup is a way to guess what is not shown."""
        offered = {filtered_by(one) for one in self.get_list_filter(request)}
        return lookup.split("__")[0] in offered | {"pk", "id"}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", readable(db_field.related_model, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", readable(db_field.related_model, request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class LinkInline(admin.TabularInline):
    """Rows of a link table, in the page of the entry they belong to."""

    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", readable(db_field.related_model, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
