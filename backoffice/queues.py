"""Queues of the back office: probable duplicates to decide, suggestions to handle.

And what links say of entries, as a filter of every list of them.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from backoffice.duplicates import decide_distinct
from backoffice.links import rows_with
from backoffice.models import Duplicate, Link, Suggestion
from editorial.admin import EntryAdmin, StaffAdmin
from editorial.admin.pages import reason_of
from editorial.admin.quality import QualityFilter
from editorial.differences import differences
from editorial.merging import may_merge
from editorial.states import state_of


class LinksFilter(QualityFilter):
    title = "liens sortants"
    parameter_name = "liens"
    values = (("morts", "Un lien mort"), ("douteux", "Un lien douteux"))
    STATES = {"morts": Link.State.DEAD, "douteux": Link.State.DOUBTFUL}

    @classmethod
    def narrow(cls, rows, value):
        touched = rows_with(rows.model, [cls.STATES[value]])
        return rows.filter(pk__in=touched.order_by().values("pk")).exclude(
            status=rows.model.Status.ARCHIVED
        )


EntryAdmin.more_filters.append(LinksFilter)


@admin.register(Duplicate)
class DuplicateAdmin(StaffAdmin):
    """Pairs are found by a command; here they are decided, on a page that shows both."""

    list_display = ("title", "content_type", "score", "why", "decision", "decided_at")
    list_filter = ("decision", ("content_type", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("content_type",)
    search_fields = ("title",)
    ordering = ("-score", "id")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both entries side by side; merging has its own page, where it is confirmed."""
        pair = self.get_object(request, object_id)
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST":
            return self.decide(request, pair)
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, "admin/backoffice/duplicate/decide.html", self.decision_page(request, pair)
        )

    def decide(self, request, pair):
        if not self.has_change_permission(request, pair):
            raise PermissionDenied
        if decide_distinct(pair, request.user, reason_of(request)):
            sentence = "Noté : cette paire ne sera plus proposée, sauf si une fiche change de nom."
            messages.success(request, sentence)
        else:
            messages.warning(request, "Cette paire a déjà été décidée.")
        return HttpResponseRedirect(reverse("admin:backoffice_duplicate_changelist"))

    def decision_page(self, request, pair):
        first, second = pair.first, pair.second
        both = first is not None and second is not None
        apart = differences(type(first), state_of(first), state_of(second)) if both else []
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": pair,
            "title": "Est-ce la même fiche ?",
            "has_view_permission": True,
            "first": first,
            "second": second,
            "differences": apart,
            "may_decide": pair.is_open and self.has_change_permission(request, pair),
            "may_merge": both and all(may_merge(request.user, one) for one in (first, second)),
            "pages": [page_addresses(one) for one in (first, second)] if both else [],
        }


def page_addresses(entry):
    """Where an entry is written, and where another is merged into it."""
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}"
    return {
        "entry": entry,
        "change": reverse(f"{name}_change", args=[entry.pk]),
        "merge": reverse(f"{name}_merge", args=[entry.pk]),
    }


@admin.register(Suggestion)
class SuggestionAdmin(StaffAdmin):
    """What visitors report, oldest kept thirteen months; staff may note one received by mail."""

    list_display = ("kind", "excerpt", "page", "status", "received_at", "handled_by")
    list_filter = ("status", "kind", "received_at")
    list_select_related = ("handled_by",)
    search_fields = ("text", "page", "note")
    ordering = ("-received_at", "-id")
    received = ("kind", "page", "text", "email")

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        if obj is None:
            return (*self.received, "status", "note")
        return (*self.received, "received_at", "status", "note", "handled_by", "handled_at")

    def get_readonly_fields(self, request, obj=None):
        """What was received is not rewritten."""
        return () if obj is None else (*self.received, "received_at", "handled_by", "handled_at")

    def save_model(self, request, obj, form, change):
        if "status" in form.changed_data or "note" in form.changed_data:
            is_open = obj.status == Suggestion.Status.OPEN
            obj.handled_by = None if is_open else request.user
            obj.handled_at = None if is_open else timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="message")
    def excerpt(self, suggestion):
        text = " ".join(suggestion.text.split())
        return text if len(text) <= 100 else f"{text[:99]}…"
