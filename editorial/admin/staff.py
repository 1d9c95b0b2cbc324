"""The base of every screen of the back office: its scope, its search, its exports."""

from contextlib import nullcontext

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db import DataError, connection, models, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.text import capfirst

from editorial.querysets import READ_DRAFTS, readable
from editorial.widgets import ChooseOne, ChooseSeveral, KnownRows, is_key

LONGEST_SEARCH = 100
# What filters of lists put after a field. Any other lookup is a question about what is not shown.
ENDINGS = {
    "id", "pk", "code", "exact", "in", "isnull", "isempty", "gte", "gt", "lte", "lt",
}  # fmt: skip


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """Choices of a filter on a relation: never a row the user may not read."""

    def field_choices(self, field, request, model_admin):
        rows = readable(field.related_model, request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        rows = rows.order_by(*ordering) if ordering else rows
        return [(row.pk, str(row)) for row in rows]


class ChoicesMixin:
    """Relations of a form: rows the user may read, whatever a form sends or an address says."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self.choices(db_field, request, ChooseOne) | kwargs
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", KnownRows)
        return super().formfield_for_manytomany(
            db_field, request, **self.choices(db_field, request, ChooseSeveral) | kwargs
        )

    def choices(self, db_field, request, widget):
        found = {"queryset": readable(db_field.related_model, request.user)}
        if db_field.name in self.get_autocomplete_fields(request):
            found["widget"] = widget(db_field, self.admin_site)
        return found


admin.FieldListFilter.register(
    lambda field: bool(field.remote_field), ScopedRelatedFilter, take_priority=True
)


def filtered_by(one):
    """The field or the parameter of an item of `list_filter`."""
    if isinstance(one, tuple):
        return one[0]
    return one if isinstance(one, str) else one.parameter_name


class CappedPaginator(Paginator):
    """Pages of a long list, without counting it whole: beyond `MOST` rows, one filters."""

    MOST = 10_000

    @cached_property
    def count(self):
        return self.object_list[: self.MOST + 1].count()


class StaffAdmin(ChoicesMixin, admin.ModelAdmin):
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

    def get_export_exclude(self, request):
        """Fields an export leaves out, for this user."""
        return self.export_exclude

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """A page that is only looked at names no row its reader may not read."""
        looked_at = obj is not None and not request.user.has_perm(READ_DRAFTS)
        if looked_at and not self.has_change_permission(request, obj):
            hide_links(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_action(self, request, queryset):
        """As Django, but a forged key is no row instead of an error."""
        request.POST = request.POST.copy()
        sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST.setlist(
            ACTION_CHECKBOX_NAME, [key for key in sent if is_key(self.opts.pk, key)]
        )
        return super().response_action(request, queryset)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django, but « save as new », which no page offers, is not heard."""
        if "_saveasnew" in request.POST:
            request.POST = request.POST.copy()
            del request.POST["_saveasnew"]
        return super().changeform_view(request, object_id, form_url, extra_context)

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

    def get_view_on_site_url(self, obj=None):
        """The page the public reads, when there is one: Django's way there names any row."""
        public = getattr(obj, "is_published", True)
        return obj.get_absolute_url() if public and hasattr(obj, "get_absolute_url") else None

    def get_search_results(self, request, queryset, search_term):
        typed = search_term.replace("\x00", " ")[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, typed)

    def lookup_allowed(self, lookup, value, request):
        """Only what a filter of the list offers: a lookup is a way to guess what is not shown."""
        offered = {filtered_by(one) for one in self.get_list_filter(request)}
        field, *rest = lookup.split("__")
        if "\x00" in str(value):  # PostgreSQL cannot even compare it
            return False
        return field in offered | {"pk", "id"} and ENDINGS.issuperset(rest)


def hide_links(row, user):
    """Leave out of a row, in memory only, what it is tied to and this user may not read."""
    for column in row._meta.concrete_fields:
        if column.is_relation and hasattr(column.related_model._default_manager, "for_user"):
            key = getattr(row, column.attname)
            if key and not readable(column.related_model, user).filter(pk=key).exists():
                setattr(row, column.attname, None)
    for relation in row._meta.many_to_many:
        if hasattr(relation.related_model._default_manager, "for_user"):
            rows = readable(relation.related_model, user)
            prefetch_related_objects([row], Prefetch(relation.name, rows))


class LinkInline(ChoicesMixin, admin.TabularInline):
    """Rows of a link table, in the page of the entry they belong to.

    Those that lead to what the user may not read are neither shown nor touched.
    """

    extra = 0

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.has_perm(READ_DRAFTS):
            return rows
        for column in self.opts.concrete_fields:
            if column.is_relation:
                ends = readable(column.related_model, request.user)
                rows = rows.filter(**{f"{column.name}__in": ends.values("pk")})
        return rows
