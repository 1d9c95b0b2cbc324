"""The admin of entries: a form that claims what it read, and pages for the acts around it."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from editorial import acts, proposals
from editorial.acts import Conflict, Refused
from editorial.admin import bulk, desk, pages
from editorial.admin.forms import EntryForm
from editorial.admin.quality import FILTERS
from editorial.admin.staff import StaffAdmin
from editorial.completeness import completeness
from editorial.moves import missing, moves_for, refuse_incomplete
from editorial.proposals import open_for, rehearsal
from editorial.querysets import READ_DRAFTS
from editorial.states import state_of
from editorial.widgets import MarkdownWidget

MARKDOWN = {  # field: its rows
    "body": 18,
    "when_to_use": 6,
    "first_steps": 6,
    "legal_basis": 6,
    "cautions": 6,
}
TEAM_ONLY = {"review_note"}


class EntryAdmin(StaffAdmin):
    """Subclasses declare `own_fields` (what their model adds) and their lists.

    Status and dates of publication are never in the form: moves have their own pages.
    """

    form = EntryForm
    change_form_template = "admin/editorial/entry_form.html"
    own_fields = ()
    own_columns = ()
    own_filters = ()
    place_filters = ()
    more_filters = []  # what apps above know of every entry: they append to it
    relations = ()
    export_exclude = ("version", "sourced", "placed")

    search_fields = ("title__folded", "acronym__folded", "synonyms__folded", "summary__folded")
    prepopulated_fields = {"slug": ("title",)}
    ordering = ("-updated_at", "-id")
    save_on_top = True

    def get_export_exclude(self, request):
        """What the team writes for itself is for who reads every draft."""
        team = () if request.user.has_perm(READ_DRAFTS) else TEAM_ONLY
        return (*super().get_export_exclude(request), *team)

    # -- Lists -------------------------------------------------------------------------------

    def get_list_display(self, request):
        return ("title", *self.own_columns, "status", "verified_on", "updated_at")

    def get_list_filter(self, request):
        needs = (*FILTERS, *self.place_filters, *EntryAdmin.more_filters)
        return ("status", *self.own_filters, "themes", *needs, "verified_on")

    def get_actions(self, request):
        return super().get_actions(request) | bulk.actions(self, request)

    def get_autocomplete_fields(self, request):
        return ("themes", "sources", *self.relations)

    # -- Rights ------------------------------------------------------------------------------

    def may(self, request, right):
        """Whether the user has a right of this model: `publish`, `archive`, `merge`…"""
        return request.user.has_perm(f"{self.opts.app_label}.{right}_{self.opts.model_name}")

    def may_publish(self, request):
        return self.may(request, "publish")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if allowed and obj is not None and obj.status == obj.Status.ARCHIVED:
            return self.may(request, "archive")  # its public address still says something
        return allowed

    def has_delete_permission(self, request, obj=None):
        """Only what is archived, by whoever has the right; everyone else archives."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.status == obj.Status.ARCHIVED)

    # -- The form ----------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        own = [name for name in (*self.own_fields, *self.relations) if name]
        team = () if obj is not None and not self.is_in_hand(request, obj) else tuple(TEAM_ONLY)
        return (
            (None, {"fields": ("title", "slug", "acronym", "synonyms", "summary", "body")}),
            ("Ce qui lui est propre", {"fields": own}),
            ("Classement et sources", {"fields": ("themes", "keywords", "sources")}),
            ("Vérification", {"fields": (("verified_on", "verify_every"), *team)}),
            ("Cet enregistrement", {"fields": ("reason", "read_version", "proposal_version")}),
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in MARKDOWN:
            kwargs["widget"] = MarkdownWidget(attrs={"rows": MARKDOWN[db_field.name]})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.desk = getattr(request, "desk", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        entry = self.get_object(request, unquote(object_id)) if object_id else None
        request.desk = desk.Desk(entry)
        if entry is not None and self.has_change_permission(request, entry):
            request.desk = desk.sit(self, request, entry)
        try:
            desk.notice_conflict(self, request, request.desk)
            return self.attempt(request, object_id, form_url, extra_context)
        except Conflict:
            request.desk = desk.sit(self, request, self.get_object(request, unquote(object_id)))
            desk.notice_conflict(self, request, request.desk)
        except Refused as refusal:
            request.desk.problem = str(refusal)
        except IntegrityError as error:  # someone took an address in the same second
            request.desk.problem = str(acts.refusal(self.model, error))
        return self.attempt(request, object_id, form_url, extra_context)

    def attempt(self, request, object_id, form_url, extra_context):
        """Django's page of an entry, on the entry itself or in a rehearsal of its proposal."""
        sitting = request.desk
        if not sitting.proposing or (request.method == "GET" and sitting.proposal is None):
            desk.let_go(self, request, sitting)
            return super().changeform_view(request, object_id, form_url, extra_context)
        with rehearsal(sitting.entry, sitting.proposal):
            desk.let_go(self, request, sitting)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if hasattr(response, "render"):
                return response.render()
        sentence = desk.keep_proposal(sitting, request.user, pages.reason_of(request))
        messages.success(request, sentence)
        return response

    def save_model(self, request, obj, form, change):
        """Take the entry, then save it: `save_related` writes the version once links are there."""
        if not change:
            self.give_owner(request, obj)
        if not request.desk.proposing:
            if change:
                obj.version = form.cleaned_data.get("read_version") or obj.version
            request.desk.before = acts.begin(obj)
        super().save_model(request, obj, form, change)

    def give_owner(self, request, entry):
        """A new entry belongs to nobody but the portal; models of partners say otherwise."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        entry, reason = form.instance, form.cleaned_data.get("reason", "")
        if entry.is_published:
            refuse_incomplete(entry)
        pages.refuse_out_of_hand(self, request, entry)
        if request.desk.proposing:
            request.desk.state = state_of(entry)
            return
        name = "modification" if change else "création"
        acts.finish(entry, request.desk.before, request.user, acts.Act(name, reason))

    def response_change(self, request, obj):
        if not request.desk.proposing:
            return super().response_change(request, obj)
        return HttpResponseRedirect(f"{request.path}?version={desk.PROPOSED}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        sitting = request.desk
        if obj is not None and self.is_in_hand(request, obj):
            context |= {
                "moves": moves_for(obj, request.user),
                "missing": missing(obj),
                "open_proposal": sitting.proposal or (obj.is_published and open_for(obj)),
                "in_hand": True,
                "completeness": completeness(obj),
                "may_merge": obj.can_be_merged and self.may(request, "merge"),
            }
        context |= {"desk": sitting, "may_publish": self.may_publish(request)}
        if obj is not None:
            context |= {"title": str(obj), "subtitle": self.opts.verbose_name.capitalize()}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # -- Pages around the form ---------------------------------------------------------------

    def get_urls(self):
        return [
            path(f"<path:object_id>/{address}", self.page(view), name=self.page_name(name))
            for name, address, view in pages.PAGES
        ] + super().get_urls()

    def page_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def page(self, view):
        """An address of the admin for a function of (admin, request, entry, …)."""

        def opened(request, object_id, **kwargs):
            return pages.open_page(self, view, request, unquote(object_id), **kwargs)

        return self.admin_site.admin_view(opened)

    def page_address(self, name, *arguments):
        return reverse(f"admin:{self.page_name(name)}", args=arguments)

    def history_view(self, request, object_id, extra_context=None):
        return pages.open_page(self, pages.history, request, unquote(object_id))

    def delete_model(self, request, obj):
        """The last version of what is deleted stays in its history, with who deleted it."""
        key, obj._history_user = obj.pk, request.user
        with transaction.atomic():
            acts.seen(obj)
            proposals.give_up(obj, request.user, "La fiche a été supprimée.")
            super().delete_model(request, obj)
            self.model.history.filter(id=key, history_type="-").update(act="suppression")
