"""The back office of outgoing links: what leads nowhere, since when, and where to repair it."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html, format_html_join

import backoffice.cards
import backoffice.queues  # noqa: F401  screens and cards register themselves
from accounts.models import partner_of
from backoffice.checking import Check, NoNetwork, Pace
from backoffice.fetching import Limits
from backoffice.links import places
from backoffice.models import Link, LinkCheck
from editorial.admin import StaffAdmin

AT_ONCE = 20
IN_A_REQUEST = Pace(pause=0.5, budget=25, limits=Limits(total=10, connect=4, read=5))
PLACES_SHOWN = 3


class StateFilter(admin.SimpleListFilter):
    """By what counts: a link staff saw good is good."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return Link.State.choices

    def queryset(self, request, queryset):
        return queryset.seen_as([self.value()]) if self.value() in Link.State else queryset


class MovedFilter(admin.SimpleListFilter):
    title = "nouvelle adresse proposée"
    parameter_name = "deplace"

    def lookups(self, request, model_admin):
        return [("oui", "Oui"), ("non", "Non")]

    def queryset(self, request, queryset):
        if self.value() not in ("oui", "non"):
            return queryset
        return (
            queryset.filter(moved_to="") if self.value() == "non" else queryset.exclude(moved_to="")
        )


class LinkCheckInline(admin.TabularInline):
    model = LinkCheck
    fields = readonly_fields = ("at", "state", "code", "reason", "ms", "final_url")
    extra = 0
    can_delete = False
    verbose_name_plural = "dernières vérifications"

    def has_view_permission(self, request, obj=None):
        return True  # whoever sees the link

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Link)
class LinkAdmin(StaffAdmin):
    """Nothing is typed here: the machine writes the rows, staff ask again or note what they saw."""

    list_display = ("address", "shown_state", "used_in", "since", "code", "reason", "checked_at")
    list_filter = (
        StateFilter, "published", "used", MovedFilter, ("host", admin.EmptyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("judged_by",)
    search_fields = ("url", "host", "reason")
    list_per_page = 50
    show_full_result_count = False
    fields = (
        "outside", "shown_state", "reason", "code", "moved_to", "final_url", "since", "checked_at",
        "failures", "hand", "all_places", "published", "used",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (LinkCheckInline,)
    actions = ("check_again", "note_as_good")

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("-published", "host", "id")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and partner_of(request.user) is None

    def has_check_permission(self, request):
        """To ask again and to note: the model's right to change, which no form uses."""
        allowed = request.user.has_perm("backoffice.change_link")
        return allowed and partner_of(request.user) is None

    def get_changelist_instance(self, request):
        """Read the places of the whole page at once, for the column that shows them."""
        page = super().get_changelist_instance(request)
        links = list(page.result_list)
        found = places(links, PLACES_SHOWN)
        for link in links:
            link.page_places = found[link.pk]
        page.result_list = links
        return page

    @admin.display(description="adresse", ordering="url")
    def address(self, link):
        return str(link)

    @admin.display(description="adresse")
    def outside(self, link):
        """A link staff can follow, when it is one."""
        return link_to(link.url) if link.host else link.url

    @admin.display(description="état", ordering="state")
    def shown_state(self, link):
        return (
            f"{link.shown_state.label} (vu à la main)" if link.judged_at else link.shown_state.label
        )

    @admin.display(description="utilisé dans")
    def used_in(self, link):
        return listed(link.page_places)

    @admin.display(description="utilisé dans")
    def all_places(self, link):
        return listed(places([link])[link.pk])

    @admin.display(description="vu à la main")
    def hand(self, link):
        if not link.judged_at:
            return "non"
        day = timezone.localtime(link.judged_at).strftime("%d/%m/%Y")
        return f"bon, le {day}, par {link.judged_by or 'un compte supprimé'}"

    @admin.action(description="Vérifier à nouveau", permissions=["check"])
    def check_again(self, request, queryset):
        keys = list(queryset.used().values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) > AT_ONCE:
            text = f"Choisissez {AT_ONCE} liens au plus : au-delà, la commande « check_links »."
            return self.message_user(request, text, messages.WARNING)
        check = Check(keys, pace=IN_A_REQUEST)
        try:
            check.run()
        except NoNetwork:
            text = "Aucun site ne répond, sans doute faute de réseau : rien n’a été changé."
            return self.message_user(request, text, messages.ERROR)
        self.message_user(request, summary(check))

    @admin.action(description="Noter comme bon (vu à la main)", permissions=["check"])
    def note_as_good(self, request, queryset):
        checked = queryset.exclude(state=Link.State.UNCHECKED)
        count = checked.update(judged_at=timezone.now(), judged_by=request.user)
        text = f"Notés comme bons : {count}, tant que la machine ne voit pas un autre état."
        self.message_user(request, text)


def summary(check):
    """« 3 liens vérifiés : 1 bon, 2 douteux. Pas eu le temps : 1. »"""
    seen = [f"{Link.State(state).label.lower()} : {n}" for state, n in check.states.items()]
    text = f"Liens vérifiés : {check.done}" + (f" ({', '.join(seen)})." if seen else ".")
    left = check.total - check.done
    return f"{text} Pas eu le temps pour {left}." if left else text


def link_to(url):
    return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', url, url)


def listed(found):
    """Places as a list of links to the pages where they are repaired."""
    if not found:
        return "nulle part"
    rows = [(place.admin_url, place.title, place.field, place.kind) for place in found]
    left = found[0].total - len(found)
    joined = format_html_join(", ", '<a href="{}">{}</a> ({}, {})', rows)
    return format_html("{} et {} de plus", joined, left) if left else joined
