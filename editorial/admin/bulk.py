"""Acts on several entries at once: confirmed on a page that counts, then done one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils import timezone

from editorial.acts import Conflict, Refused, act
from editorial.admin.pages import reason_of
from editorial.moves import MOVES, make

MOST = 500
SHOWN = 50


def actions(model_admin, request):
    """{name: (function, name, label)} of what this user may do to several entries."""
    found = {}
    for move in MOVES.values():
        if move.is_granted(model_admin.model, request.user):
            found[move.name] = (action(of_move(move)), move.name, f"{move.label}…")
    if model_admin.may_publish(request):
        found[VERIFY.name] = (action(VERIFY), VERIFY.name, f"{VERIFY.label}…")
    return found


@dataclass(frozen=True)
class Bulk:
    """What is done to several entries: `one` does it to one of them, for a request."""

    name: str
    label: str
    one: Callable
    warns: str = ""
    asks: bool = False


def of_move(move):
    def one(entry, request):
        make(move, entry, request.user, reason_of(request))

    return Bulk(move.name, move.label, one, move.warns, move.asks)


def verify(entry, request):
    with act(entry, request.user, "vérification", reason_of(request)):
        entry.verified_on = timezone.localdate()
        entry.save()


VERIFY = Bulk(
    "verification",
    "Noter comme vérifiées aujourd’hui",
    verify,
    "La date de vérification est affichée au public.",
)


def action(bulk):
    """The function an action of the admin is made of: ask, then do; the refused are named."""

    def run(model_admin, request, queryset):
        rows = queryset & model_admin.model.objects.changeable_by(request.user)
        if rows[: MOST + 1].count() > MOST:
            sentence = f"Plus de {MOST} fiches à la fois, c’est trop : choisissez-en moins."
            model_admin.message_user(request, sentence, messages.ERROR)
            return None
        if "confirmed" not in request.POST or (bulk.asks and not reason_of(request).strip()):
            return ask(model_admin, request, rows, bulk)
        return do(model_admin, request, rows, bulk)

    return run


def do(model_admin, request, rows, bulk):
    entries, refused = list(rows), []
    for entry in entries:
        try:
            bulk.one(entry, request)
        except Refused as refusal:
            refused.append(str(refusal))
        except Conflict:
            refused.append(f"« {entry} » vient d’être modifiée par quelqu’un d’autre.")
    done = len(entries) - len(refused)
    sentence = f"{bulk.label} : {done} sur {len(entries)}."
    model_admin.message_user(request, sentence, messages.SUCCESS if done else messages.WARNING)
    for sentence in refused[:SHOWN]:
        model_admin.message_user(request, sentence, messages.WARNING)


def ask(model_admin, request, rows, bulk):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": bulk.label,
        "bulk": bulk,
        "count": rows.count(),
        "entries": rows[:SHOWN],
        "selected": rows.values_list("pk", flat=True),
        "checkbox": ACTION_CHECKBOX_NAME,
        "address": request.get_full_path(),
        "lacks_reason": "confirmed" in request.POST,
        "has_view_permission": True,
    }
    return TemplateResponse(request, "admin/editorial/bulk.html", context)
