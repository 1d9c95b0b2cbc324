"""Proposed versions: work on a published entry that the public sees only once accepted.

A proposal is written in a rehearsal: the entry is changed for good in a transaction, by the same
form as any other, its state is kept, and the transaction is undone. Reading it again, previewing
it and going on with it are rehearsals too, so that no screen has to know two kinds of entries.
"""

import contextlib

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from editorial import rehearsing
from editorial.acts import Conflict, Refused, act
from editorial.models import Proposal
from editorial.moves import refuse_incomplete
from editorial.states import STANDING, apply, changed, state_of, taken

# Keys that rows of link tables take in a rehearsal: no real row ever has one of them, and they
# are the same each time, so that a form shown in one rehearsal can be sent in the next.
REHEARSED = 1 << 40


def of(entry):
    """All proposals made for an entry, latest first."""
    kind = ContentType.objects.get_for_model(type(entry))
    return Proposal.objects.filter(content_type=kind, object_id=entry.pk)


def open_for(entry):
    """The proposal that waits for an entry, or None."""
    return of(entry).filter(status=Proposal.Status.OPEN).select_related("author").first()


@contextlib.contextmanager
def rehearsal(entry=None, proposal=None):
    """Inside, the base is as if the proposal were accepted; outside, nothing happened.

    What another entry took since it was proposed (an address, a number) is left as it is.
    """
    with rehearsing.quietly(), transaction.atomic():
        try:
            if proposal is not None:
                names = proposed(proposal)
                lost = {field.name for field in taken(entry, proposal.state, names)}
                apply(entry, proposal.state, set(names) - lost, keys_from=REHEARSED)
            yield
        finally:
            transaction.set_rollback(True)


def proposed(proposal):
    """Names of the fields a proposal changes."""
    return [name for name in changed(proposal.base, proposal.state) if name not in STANDING]


def keep(entry, state, user, reason="", *, proposal=None, seen=None):
    """Keep a state as the proposal of an entry; `seen` is the version of the proposal it follows.

    Raises `Conflict` when someone else wrote the proposal meanwhile. Returns None when nothing
    is proposed.
    """
    if proposal is None:
        proposal = Proposal(entry=entry, author=user, base=state_of(entry), reason=reason)
        proposal.title, proposal.state = entry.title, state
        if not proposed(proposal):
            return None
        return saved(proposal)
    values = {
        "state": state,
        "author": user,
        "title": entry.title,
        "updated_at": timezone.now(),
        "version": F("version") + 1,
    }
    if reason:
        values["reason"] = reason
    rows = Proposal.objects.filter(pk=proposal.pk, version=seen, status=Proposal.Status.OPEN)
    if not rows.update(**values):
        raise Conflict
    proposal.refresh_from_db()
    return proposal


def saved(proposal):
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:  # someone proposed in the same second
        raise Conflict from error
    return proposal


def overtaken(proposal, entry):
    """Names of proposed fields that were also changed on the entry since the work began."""
    live = state_of(entry)
    return [name for name in proposed(proposal) if live[name] != proposal.base.get(name)]


def accept(proposal, entry, user, reason=""):
    """Put what is proposed on the published entry; what it did not touch stays as it is now."""
    if not proposal.is_open:
        raise Refused("Cette version a déjà été décidée.")
    with act(entry, user, "version proposée acceptée", reason or proposal.reason):
        put(entry, proposal.state, proposed(proposal))
        decide(proposal, Proposal.Status.ACCEPTED, user, reason)


def put(entry, state, names, keys_from=None):
    """Write some fields of a state on an entry that must not lose what publication asks."""
    lost = taken(entry, state, names)
    if lost:
        what = ", ".join(str(field.verbose_name) for field in lost)
        raise Refused(f"Une autre fiche a pris entre-temps ce qui est écrit pour : {what}.")
    apply(entry, state, names, keys_from)
    if entry.is_published:
        refuse_incomplete(entry)


def refuse(proposal, user, reason):
    """Set a proposal aside; it is kept with the reason."""
    if not reason.strip():
        raise Refused("Dites pourquoi : la personne qui a écrit la lira.")
    decide(proposal, Proposal.Status.REFUSED, user, reason.strip())


def give_up(entry, user, reason):
    """Close what waits for an entry that will not be there to receive it."""
    waiting = open_for(entry)
    if waiting:
        decide(waiting, Proposal.Status.REFUSED, user, reason)


def decide(proposal, status, user, reason):
    rows = Proposal.objects.filter(pk=proposal.pk, status=Proposal.Status.OPEN)
    decided = rows.update(
        status=status, decided_by=user, decided_at=timezone.now(), decision=reason
    )
    if not decided:
        raise Refused("Cette version a déjà été décidée.")
