"""Acts: the one way an entry is changed by someone, each with its author, its reason, its version.

An act claims the version it was decided on (`UPDATE … WHERE version =`): of two people who worked
on the same one, the second is refused and told. It leaves one row of history, links included.
"""

import contextlib
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from editorial.models import FormerAddress
from editorial.states import changed, state_of, version_state

UNSEEN = "hors du back-office"  # what a command, a fixture or an import wrote
TAKEN = (
    "Une autre fiche a pris son adresse ou son numéro entre-temps, ou ce qu’elle nomme "
    "n’existe plus."
)


class Conflict(Exception):
    """Someone else changed the entry since it was read."""


class Refused(Exception):
    """The act cannot be done; the message says why, in French, to the person who asked."""


@dataclass(frozen=True)
class Act:
    """What is done, and why."""

    name: str
    reason: str = ""


@contextlib.contextmanager
def act(entry, user, name, reason=""):
    """Change one entry: nothing is written if the block fails, one version if it changes it."""
    try:
        with transaction.atomic():
            before = begin(entry)
            yield
            finish(entry, before, user, Act(name, reason))
    except IntegrityError as error:
        raise refusal(type(entry), error) from error


def refusal(model, error):
    """What to say when the base itself refuses: its message names the constraint."""
    for rule in model._meta.constraints:
        said = rule.violation_error_message
        if rule.name in str(error) and said != rule.default_violation_error_message:
            return Refused(said)
    return Refused(TAKEN)


def begin(entry):
    """Claim the entry, in a transaction; returns its state, None for a new one."""
    if entry.pk is None:
        return None
    claim(entry)
    return seen(entry)


def finish(entry, before, user, doing):
    """Write the version of what was done since `begin`, if it changed anything."""
    entry.settle()
    keep_former_address(entry, before)
    after = state_of(entry)
    if before is None:
        write_version(entry, after, user, doing, "+")
    elif changed(before, after):
        write_version(entry, after, user, doing, "~")
    else:
        release(entry)


def claim(entry):
    """Take the next version of an entry, unless someone took it first."""
    rows = type(entry).objects.filter(pk=entry.pk, version=entry.version)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    entry.version += 1


def release(entry):
    """Nothing changed after all: whoever reads this version still has the last one."""
    type(entry).objects.filter(pk=entry.pk).update(version=F("version") - 1)
    entry.version -= 1


def seen(entry):
    """The state as the base has it; what was written outside of acts becomes a version first."""
    stored = type(entry).objects.get(pk=entry.pk)
    state = state_of(stored)
    last = entry.history.first()
    if last is None or changed(version_state(last), state):
        stored.version -= 1
        write_version(stored, state, None, Act(UNSEEN), "~" if last else "+")
    return state


def write_version(entry, state, user, doing, kind):
    """One row of history: the columns, and the links beside them."""
    columns = {
        field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields
    }
    links = {relation.name: state[relation.name] for relation in entry._meta.many_to_many}
    entry.history.model.objects.create(
        **columns,
        links=links,
        act=doing.name,
        history_date=timezone.now(),
        history_type=kind,
        history_user=user,
        history_change_reason=doing.reason,
    )


def keep_former_address(entry, before):
    """The address of an entry that was public leads to it for ever, whatever its new one is."""
    addresses = FormerAddress.objects.filter(
        content_type=ContentType.objects.get_for_model(type(entry))
    )
    addresses.filter(slug=entry.slug, object_id=entry.pk).delete()
    if before and before["slug"] != entry.slug and entry.published_on:
        addresses.update_or_create(
            content_type=ContentType.objects.get_for_model(type(entry)),
            slug=before["slug"],
            defaults={"object_id": entry.pk},
        )
