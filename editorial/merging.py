"""Merging two entries that are one: what the other said and was linked to goes to the kept one.

The kept entry is filled where it was empty, never overwritten. The merged one is archived and all
its addresses lead to the kept one. Every entry that changes gets its version of history: undoing
is going back to former versions and reopening the merged entry.
"""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BooleanField
from taggit.managers import TaggableManager

from editorial import proposals
from editorial.acts import Refused, act
from editorial.differences import ADDED, differences
from editorial.models import FormerAddress
from editorial.moves import ARCHIVED, refuse_incomplete, set_status
from editorial.relinking import relink
from editorial.states import STANDING, columns, has_rows, links, state_of

# What identifies an entry, or says when people checked it: the other's says nothing of the kept.
ITS_OWN = STANDING | {"title", "slug", "synonyms", "verified_on", "verify_every"}
FOLLOWERS = []  # called with (kept, merged, user) in the transaction, by apps above


@dataclass
class Outcome:
    """What a merge changes, for the person who confirms it."""

    gains: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    proposal: object = None


def may_merge(user, entry):
    """Whether the user may merge this entry with another."""
    meta = entry._meta
    rows = type(entry).objects.changeable_by(user).filter(pk=entry.pk)
    return user.has_perm(f"{meta.app_label}.merge_{meta.model_name}") and rows.exists()


def refuse_impossible(kept, merged, user):
    """Raise `Refused` with the sentence that says why these two cannot be merged."""
    if type(kept) is not type(merged):
        raise Refused("Ces deux fiches ne sont pas du même type.")
    if kept.pk == merged.pk:
        raise Refused("Une fiche ne se fusionne pas avec elle-même.")
    if not kept.can_be_merged:
        raise Refused("Cette liste est fixe : ses fiches ne se fusionnent pas.")
    if not (may_merge(user, kept) and may_merge(user, merged)):
        raise Refused("Vous n’avez pas le droit de fusionner ces deux fiches.")
    if kept.status == ARCHIVED:
        raise Refused(f"« {kept} » est archivée : rouvrez-la, ou fusionnez dans l’autre sens.")
    if merged.is_published and not kept.is_published:
        raise Refused(
            f"« {merged} » est publiée et « {kept} » ne l’est pas : publiez-la d’abord, ou "
            "fusionnez dans l’autre sens."
        )


def merge(kept, merged, user, reason):
    """Merge one entry into another of its kind, in one transaction. Returns the `Outcome`.

    Both instances carry the version they were read at: `Conflict` if someone changed one since.
    """
    refuse_impossible(kept, merged, user)
    if not reason.strip():
        raise Refused("Dites pourquoi : l’historique le garde.")
    reason, outcome = reason.strip(), Outcome()
    with transaction.atomic():
        into = f"« {merged} » y est fusionnée : {reason}"
        away = f"Fusionnée dans « {kept} » : {reason}"
        with act(kept, user, "fusion", into), act(merged, user, "fusion dans une autre", away):
            before = state_of(kept)
            fill(kept, merged)
            unite(kept, merged)
            outcome.moved = relink(kept, merged, user, reason)
            set_status(merged, ARCHIVED)
            merged.save()
            outcome.addresses = lead_addresses(kept, merged)
            outcome.proposal = close_proposal(kept, merged, user)
            if kept.is_published:
                refuse_incomplete(kept)
        outcome.gains = gains(kept, before)
        for follower in FOLLOWERS:
            follower(kept, merged, user)
    return outcome


def rehearse(kept, merged, user):
    """What merging would do; nothing is written. The instances given are left as they are."""
    refuse_impossible(kept, merged, user)
    model = type(kept)
    with proposals.rehearsal():
        fresh = [model.objects.get(pk=entry.pk) for entry in (kept, merged)]
        return merge(*fresh, user, "essai")


def fill(kept, merged):
    """Give the kept entry what only the other one says."""
    for column in columns(type(kept)):
        said = getattr(merged, column.attname)
        takes = not (column.name in ITS_OWN or column.unique or isinstance(column, BooleanField))
        if takes and is_empty(getattr(kept, column.attname)) and not is_empty(said):
            is_itself = column.related_model is type(kept) and said == kept.pk
            setattr(kept, column.attname, None if is_itself else said)
    kept.synonyms = "\n".join(names_of(kept, merged))
    kept.save()


def gains(kept, before):
    """What the kept entry says besides; other names are a list, of which none is lost."""
    found = differences(type(kept), before, state_of(kept))
    known = before["synonyms"].splitlines()
    for one in found:
        if one.name == "synonyms":
            one.is_list = True
            one.pieces = [(ADDED, name) for name in kept.synonym_list if name not in known]
    return found


def is_empty(value):
    return value is None or (isinstance(value, str) and not value.strip())


def names_of(kept, merged):
    """The other names of both, and what the merged one was called: the search knows them."""
    known = {kept.title.casefold(), kept.acronym.casefold()}
    names = []
    for name in [*kept.synonym_list, merged.title, merged.acronym, *merged.synonym_list]:
        if name and name.casefold() not in known:
            known.add(name.casefold())
            names.append(name)
    return names


def unite(kept, merged):
    """Add the choices and keywords of the other; rows of link tables are `relink`'s."""
    for relation in links(type(kept)):
        if isinstance(relation, TaggableManager):
            kept.keywords.add(*merged.keywords.names())
        elif not has_rows(relation) and not relation.remote_field.symmetrical:
            chosen = getattr(merged, relation.name).all()
            same_kind = relation.related_model is type(kept)
            wanted = chosen.exclude(pk=kept.pk) if same_kind else chosen
            getattr(kept, relation.name).add(*wanted)


def lead_addresses(kept, merged):
    """Every address of the merged entry leads to the kept one; returns them."""
    kind = ContentType.objects.get_for_model(type(kept))
    known = FormerAddress.objects.filter(content_type=kind)
    known.filter(slug=kept.slug).delete()
    known.filter(object_id=merged.pk).update(object_id=kept.pk)
    known.update_or_create(content_type=kind, slug=merged.slug, defaults={"object_id": kept.pk})
    former = known.filter(object_id=kept.pk).exclude(slug=merged.slug).order_by("slug")
    own, slugs = merged.get_page_url(), former.values_list("slug", flat=True)
    return [own, *(own.replace(merged.slug, slug) for slug in slugs)]


def close_proposal(kept, merged, user):
    """What was proposed for the merged entry has no object any more; it is kept, refused."""
    proposal = proposals.open_for(merged)
    if proposal is not None:
        proposals.refuse(proposal, user, f"La fiche a été fusionnée dans « {kept} ».")
    return proposal
