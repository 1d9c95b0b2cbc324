"""What a person is doing on the page of an entry: writing it, or writing a proposed version.

And what is said when two people did at once: who changed what, with what was typed kept.
"""

from dataclasses import dataclass, field

from editorial import proposals
from editorial.differences import differences
from editorial.models import Proposal
from editorial.states import as_json, state_of, version_state

PROPOSED = "proposee"  # `?version=proposee` opens the proposed version


@dataclass
class Desk:
    """One request on one entry.

    `proposing` says that nothing goes on the published entry. `problem` is a sentence that
    refuses the form; `meanwhile` and `both` are what others changed, and what both did.
    """

    entry: object = None
    proposal: Proposal | None = None
    proposing: bool = False
    problem: str = ""
    meanwhile: list = field(default_factory=list)
    theirs: list = field(default_factory=list)
    both: set = field(default_factory=set)
    before: dict | None = None
    state: dict | None = None


def sit(model_admin, request, entry):
    """The desk for this request: a published entry is proposed by whoever may not publish it."""
    if entry is None or not entry.is_published:
        return Desk(entry)
    asked = "_propose" in request.POST or request.GET.get("version") == PROPOSED
    direct = model_admin.may_publish(request)
    if direct and not asked:
        return Desk(entry)
    return Desk(entry, proposals.open_for(entry), proposing=True)


def notice_conflict(model_admin, request, desk):
    """Compare what was read with what is there; merge what was typed when they differ."""
    if request.method != "POST" or desk.entry is None:
        return
    if desk.proposing:
        if desk.proposal and request.POST.get("proposal_version") != str(desk.proposal.version):
            overtaken_proposal(request, desk)
        return
    if request.POST.get("read_version") != str(desk.entry.version):
        overtaken_entry(model_admin, request, desk)


def overtaken_proposal(request, desk):
    desk.problem = (
        f"{person(desk.proposal.author)} a écrit cette version proposée pendant que vous "
        "y travailliez. Rien n’est perdu : ce que vous avez tapé est gardé ci-dessous. "
        "Comparez, puis enregistrez à nouveau."
    )
    desk.theirs = differences(
        type(desk.entry),
        desk.proposal.base,
        desk.proposal.state,
        proposals.proposed(desk.proposal),
        reader=request.user,
    )
    update(request, proposal_version=[desk.proposal.version])


def overtaken_entry(model_admin, request, desk):
    """Someone saved since: keep what was typed, take what they changed and this person did not."""
    entry = desk.entry
    read = request.POST.get("read_version", "")
    since = int(read) if read.isascii() and read.isdigit() and len(read) < 9 else 0
    desk.meanwhile = list(entry.history.filter(version__gt=since).select_related("history_user"))
    base = entry.history.filter(version=since).first()
    names = ", ".join(dict.fromkeys(person(one.history_user) for one in desk.meanwhile))
    desk.problem = (
        f"{names or 'Quelqu’un'} a enregistré cette fiche pendant que vous y travailliez. "
        "Rien n’est perdu : ce que vous avez tapé est gardé ci-dessous. "
        "Comparez, puis enregistrez à nouveau."
    )
    if base:
        now, then = state_of(entry), version_state(base)
        typed = typed_fields(model_admin, request, entry, then)
        desk.theirs = differences(type(entry), then, now, reader=request.user)
        desk.both = {one.name for one in desk.theirs} & typed
        take_theirs(model_admin, request, entry, {one.name for one in desk.theirs} - typed)
    update(request, read_version=[entry.version])


def typed_fields(model_admin, request, entry, base):
    """Names of the fields this person changed, or filled in wrongly."""
    form = model_admin.get_form(request, entry, change=True)(request.POST, instance=entry)
    form.full_clean()
    entry.refresh_from_db()
    typed = set(form.errors)
    for name, value in form.cleaned_data.items():
        if name in base and as_state(form, name, value) != base[name]:
            typed.add(name)
    return typed


def as_state(form, name, value):
    """A cleaned value, as states have it."""
    column = form.instance._meta.get_field(name)
    if column.many_to_many:
        return sorted(str(one) if isinstance(one, str) else one.pk for one in value)
    if column.is_relation:
        return value.pk if value else None
    return as_json(column, value)


def take_theirs(model_admin, request, entry, names):
    """Put in what is sent the present value of fields this person left as they were."""
    fresh = model_admin.get_form(request, entry, change=True)(instance=entry)
    update(request, **{name: sent(fresh[name]) for name in names if name in fresh.fields})


def sent(bound):
    """What a browser would send for a field, untouched."""
    value = bound.field.prepare_value(bound.value())
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple | set):
        return [str(getattr(one, "pk", one)) for one in value]
    return ["" if value is None else str(value)]


def let_go(model_admin, request, desk):
    """Leave out of what was sent the rows of link tables that someone removed meanwhile.

    Django would refuse them each time, and what was typed beside them with them.
    """
    if request.method != "POST" or not desk.problem or desk.entry is None:
        return
    for inline in model_admin.get_inline_instances(request, desk.entry):
        formset = inline.get_formset(request, desk.entry)
        rows = inline.model._default_manager.filter(**{formset.fk.name: desk.entry.pk})
        there = {str(pk) for pk in rows.values_list("pk", flat=True)}
        keep_rows(request, formset.get_default_prefix(), there)


def keep_rows(request, prefix, there):
    """Number again the rows sent for a link table, without those whose key is not `there`."""
    sent = dict(request.POST.lists())
    total = sent.get(f"{prefix}-TOTAL_FORMS", ["0"])[0]
    numbers = range(int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0)
    keys = {number: sent.get(f"{prefix}-{number}-id", [""])[0] for number in numbers}
    kept = [number for number in numbers if not keys[number] or keys[number] in there]
    if len(kept) == len(numbers):
        return
    request.POST = request.POST.copy()
    rows = [taken_out(request.POST, f"{prefix}-{number}-") for number in numbers]
    for place, number in enumerate(kept):
        for name, values in rows[number].items():
            request.POST.setlist(f"{prefix}-{place}-{name}", values)
    known = sum(bool(keys[number]) for number in kept)
    update(request, **{f"{prefix}-TOTAL_FORMS": [len(kept)], f"{prefix}-INITIAL_FORMS": [known]})


def taken_out(sent, start):
    """Remove from what was sent the values whose names start so; they are returned."""
    names = [name for name in sent if name.startswith(start)]
    return {name.removeprefix(start): sent.pop(name) for name in names}


def update(request, **lists):
    """Replace values in what was sent."""
    request.POST = request.POST.copy()
    for name, values in lists.items():
        request.POST.setlist(name, [str(value) for value in values])


def person(user):
    return (user.get_full_name() or user.get_username()) if user else "Quelqu’un"


def keep_proposal(desk, user, reason):
    """Write what a rehearsal made; returns the sentence to show."""
    seen = desk.proposal.version if desk.proposal else None
    proposal = proposals.keep(
        desk.entry, desk.state, user, reason, proposal=desk.proposal, seen=seen
    )
    if proposal is None:
        return "Rien n’a changé : aucune version n’est proposée."
    return "La version proposée est gardée. La fiche publiée n’a pas changé."
