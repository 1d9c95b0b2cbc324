"""Pages around the form of an entry: moves, proposed version, history, preview."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from editorial import previews, proposals
from editorial.acts import Conflict, Refused, act
from editorial.addresses import absolute
from editorial.admin.staff import LONGEST_SEARCH
from editorial.differences import differences
from editorial.merging import may_merge, merge, rehearse
from editorial.moves import MOVES, PUBLISHED, make, missing, schedule
from editorial.states import STANDING, changed, state_of, version_state

VERSIONS_A_PAGE = 20
CHOICES = 20
OUT_OF_HAND = (
    "Cette fiche sortirait de votre territoire : donnez-lui au moins un lieu, et aucun qui n’y "
    "soit pas."
)
OVERTAKEN = "Quelqu’un a modifié cette fiche entre-temps : relisez-la, puis recommencez."


def open_page(model_admin, view, request, object_id, **kwargs):
    """Run a page for an entry this user works on; acts that are refused say why."""
    entry = model_admin.get_object(request, object_id)
    if entry is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)
    allowed = model_admin.has_view_or_change_permission(request, entry)
    if not (allowed and model_admin.is_in_hand(request, entry)):
        raise PermissionDenied
    try:
        return view(model_admin, request, entry, **kwargs)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Conflict:
        messages.error(request, OVERTAKEN)
    return back(model_admin, entry)


def back(model_admin, entry):
    return HttpResponseRedirect(model_admin.page_address("change", entry.pk))


def render(model_admin, request, entry, template, **context):
    page = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": entry,
        "has_view_permission": True,
        **context,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, f"admin/editorial/{template}.html", page)


def reason_of(request):
    """Why, in the words of the person; history keeps it."""
    return request.POST.get("reason", "").replace("\x00", "")[:300]


def move(model_admin, request, entry, name):
    """Confirm a move of the entry, with its reason; POST makes it."""
    chosen = MOVES.get(name)
    if chosen is None:
        raise Http404
    if not chosen.is_granted(model_admin.model, request.user):
        raise PermissionDenied
    if request.method == "POST":
        make(chosen, entry, request.user, reason_of(request))
        messages.success(request, f"« {entry} » : {chosen.done}.")
        return back(model_admin, entry)
    if not chosen.allows(entry, request.user):
        raise Refused(f"« {entry} » est à l’état « {entry.get_status_display()} ».")
    lacks = missing(entry) if chosen.to == PUBLISHED else []
    return render(
        model_admin, request, entry, "move", title=chosen.label, move=chosen, missing=lacks
    )


def timing(model_admin, request, entry):
    """When the entry will appear and expire."""
    if not model_admin.may_publish(request):
        raise PermissionDenied
    if request.method == "POST":
        schedule(
            entry,
            request.user,
            publish_at=moment(request, "publish_at"),
            expire_at=moment(request, "expire_at"),
            reason=reason_of(request),
        )
        messages.success(request, "Les dates sont notées.")
        return back(model_admin, entry)
    return render(model_admin, request, entry, "timing", title="Programmer", missing=missing(entry))


def moment(request, name):
    """A date and time as a browser sends it, in the time of the site; None when empty."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    if found is None:
        raise Refused(f"« {typed[:40]} » n’est pas une date et une heure : « 2027-01-31T09:00 ».")
    return make_aware(found, get_current_timezone()) if is_naive(found) else found


def proposal(model_admin, request, entry):
    """What the proposed version changes; whoever publishes accepts or refuses it."""
    proposed = proposals.open_for(entry)
    if proposed is None:
        raise Refused("Aucune version n’est proposée pour cette fiche.")
    if request.method == "POST":
        if not model_admin.may_publish(request):
            raise PermissionDenied
        return decide(model_admin, request, entry, proposed)
    names = proposals.proposed(proposed)
    return render(
        model_admin,
        request,
        entry,
        "proposal",
        title="Version proposée",
        proposal=proposed,
        differences=differences(
            model_admin.model, proposed.base, proposed.state, names, reader=request.user
        ),
        overtaken=proposals.overtaken(proposed, entry),
        may_publish=model_admin.may_publish(request),
    )


def decide(model_admin, request, entry, proposed):
    reason = reason_of(request)
    if request.POST.get("version") != str(proposed.version):
        raise Refused("La version proposée a été modifiée entre-temps : relisez-la.")
    if "_accept" in request.POST:
        proposals.accept(proposed, entry, request.user, reason)
        where = "est en ligne" if entry.is_published else "est dans la fiche, qui n’est pas publiée"
        messages.success(request, f"La version proposée {where}.")
    else:
        proposals.refuse(proposed, request.user, reason)
        messages.success(request, "La version proposée est refusée ; l’historique la garde.")
    return back(model_admin, entry)


def history(model_admin, request, entry):
    """Who changed what, when and why, latest first."""
    versions = entry.history.select_related("history_user").order_by("-version", "-history_id")
    page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    older = list(versions[page.end_index() : page.end_index() + 1])
    for version, previous in zip(shown, [*shown[1:], *older], strict=False):
        version.differences = differences(
            model_admin.model,
            version_state(previous),
            version_state(version),
            reader=request.user,
        )
    return render(
        model_admin,
        request,
        entry,
        "history",
        title=f"Historique : {entry}",
        page=page,
        versions=shown,
        decided=proposals.of(entry).exclude(status="attente").select_related("decided_by")[:20],
        may_restore=model_admin.has_change_permission(request, entry),
    )


def restore(model_admin, request, entry, history_id):
    """Go back to what a version said; where the entry stands does not move."""
    version = get_object_or_404(entry.history.model, pk=history_id, id=entry.pk)
    if not model_admin.has_change_permission(request, entry):
        raise PermissionDenied
    kept, now = version_state(version), state_of(entry)
    names = [name for name in changed(now, kept) if name not in STANDING]
    title = f"Revenir à la version {version.version}"
    if request.method == "POST":
        sentence = put_back(model_admin, request, entry, kept=kept, names=names, title=title)
        messages.success(request, sentence)
        return back(model_admin, entry)
    changes = differences(model_admin.model, now, kept, names, reader=request.user)
    return render(
        model_admin, request, entry, "restore", title=title, version=version, differences=changes
    )


def put_back(model_admin, request, entry, *, kept, names, title):
    """Write a former state on the entry, or as a proposal when this user may not publish."""
    reason = reason_of(request)
    if not entry.is_published or model_admin.may_publish(request):
        with act(entry, request.user, title, reason):
            proposals.put(entry, kept, names)
            refuse_out_of_hand(model_admin, request, entry)
        return "La version est restaurée."
    if proposals.open_for(entry):
        raise Refused("Une version proposée attend déjà : faites-la décider d’abord.")
    with proposals.rehearsal():
        proposals.put(entry, kept, names, keys_from=proposals.REHEARSED)
        refuse_out_of_hand(model_admin, request, entry)
        state = state_of(entry)
    entry.refresh_from_db()
    proposals.keep(entry, state, request.user, reason or title)
    return "La version restaurée est proposée : la fiche publiée n’a pas changé."


def refuse_out_of_hand(model_admin, request, entry):
    """Nobody takes an entry where they could no longer work on it."""
    if not model_admin.is_in_hand(request, entry):
        raise Refused(OUT_OF_HAND)


def preview(model_admin, request, entry):
    """A link to see the entry as the public would; it expires and is listed nowhere."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    waiting = proposals.open_for(entry) if entry.is_published else None
    link = previews.link(entry, waiting)
    return render(
        model_admin,
        request,
        entry,
        "preview",
        title="Aperçu",
        link=absolute(request, link),
        days=previews.DAYS,
        proposal=waiting,
    )


def merging_page(model_admin, request, entry):
    """Choose an entry that is the same, see what merging changes, confirm it."""
    if not may_merge(request.user, entry):
        raise PermissionDenied
    if not entry.can_be_merged:
        raise Refused("Cette liste est fixe : ses fiches ne se fusionnent pas.")
    asked = request.POST.get("avec") or request.GET.get("avec")
    if not asked:
        return choose_other(model_admin, request, entry)
    other = model_admin.get_object(request, asked)
    if other is None:
        raise Refused("La fiche à fusionner n’existe pas, ou vous ne pouvez pas la lire.")
    if request.method == "POST":
        return confirm_merge(model_admin, request, entry, other)
    return render(
        model_admin,
        request,
        entry,
        "merge",
        title=f"Fusionner « {other} » dans « {entry} »",
        other=other,
        outcome=rehearse(entry, other, request.user),
    )


def choose_other(model_admin, request, entry):
    """Entries of the same kind the user may work on, found by the search of the list."""
    typed = request.GET.get("q", entry.title)
    rows = model_admin.model.objects.changeable_by(request.user).exclude(pk=entry.pk)
    found, _ = model_admin.get_search_results(request, rows, typed)
    shown = list(found[:CHOICES]) if typed.strip() else []
    return render(
        model_admin,
        request,
        entry,
        "merge_choice",
        title="Fusionner avec une autre fiche",
        typed=typed[:LONGEST_SEARCH],
        found=shown,
        more=len(shown) == CHOICES,
    )


def confirm_merge(model_admin, request, entry, other):
    """Merge, if both entries are still what the person read."""
    entry.version = number(request, "version")
    other.version = number(request, "other_version")
    merge(entry, other, request.user, reason_of(request))
    messages.success(
        request,
        f"« {other} » est fusionnée dans « {entry} » ; son adresse y mène. Pour défaire : rouvrez "
        "la fiche archivée, puis revenez à la version d’avant dans l’historique de chacune.",
    )
    return back(model_admin, entry)


def number(request, name):
    """A version as the form sends it; none of an entry is 0."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


PAGES = (
    ("merge", "fusion/", merging_page),
    ("move", "acte/<slug:name>/", move),
    ("timing", "programmer/", timing),
    ("proposal", "proposition/", proposal),
    ("restore", "history/<int:history_id>/restaurer/", restore),
    ("preview", "apercu/", preview),
)
