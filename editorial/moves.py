"""Publication: how an entry goes from draft to published and out, and what it needs for that."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from editorial.acts import Conflict, Refused, act
from editorial.models import Entry

DRAFT, REVIEW = Entry.Status.DRAFT, Entry.Status.REVIEW
PUBLISHED, ARCHIVED = Entry.Status.PUBLISHED, Entry.Status.ARCHIVED
FARTHEST = datetime.timedelta(days=3653)  # ten years: what is written beyond is a slip


@dataclass(frozen=True)
class Move:
    """A move from one status to another: who may, from where, and what is said of it.

    `right` is the permission (`<right>_<model>`), `done` what history calls it, `warns` what the
    person should know before confirming. A move with `asks` needs a reason.
    """

    name: str
    label: str
    right: str
    origins: tuple
    to: str
    done: str
    warns: str
    asks: bool = False

    def allows(self, entry, user):
        """Whether this user may make this move of this entry now, completeness set aside."""
        return entry.status in self.origins and self.is_granted(type(entry), user)

    def is_granted(self, model, user):
        return user.has_perm(f"{model._meta.app_label}.{self.right}_{model._meta.model_name}")


MOVES = {
    move.name: move
    for move in (
        Move(
            "relecture",
            "Demander la relecture",
            "submit",
            (DRAFT,),
            REVIEW,
            "demande de relecture",
            "Les personnes qui publient la verront sur leur tableau de bord.",
        ),
        Move(
            "publication",
            "Publier",
            "publish",
            (DRAFT, REVIEW),
            PUBLISHED,
            "publication",
            "La fiche sera visible de tous, tout de suite.",
        ),
        Move(
            "renvoi",
            "Renvoyer en rédaction",
            "publish",
            (REVIEW,),
            DRAFT,
            "renvoi en rédaction",
            "La fiche redevient un brouillon ; dites ce qui manque.",
            asks=True,
        ),
        Move(
            "retrait",
            "Retirer de la publication",
            "publish",
            (PUBLISHED,),
            DRAFT,
            "retrait de la publication",
            "La fiche disparaîtra du site public et redeviendra un brouillon.",
            asks=True,
        ),
        Move(
            "archivage",
            "Archiver",
            "archive",
            (DRAFT, REVIEW, PUBLISHED),
            ARCHIVED,
            "archivage",
            "La fiche quittera les listes ; son adresse dira qu’elle n’est plus d’actualité.",
            asks=True,
        ),
        Move(
            "reouverture",
            "Rouvrir",
            "archive",
            (ARCHIVED,),
            DRAFT,
            "réouverture",
            "La fiche redevient un brouillon.",
        ),
    )
}


def moves_for(entry, user):
    """The moves this user may make of this entry now."""
    return [move for move in MOVES.values() if move.allows(entry, user)]


def missing(entry):
    """What an entry lacks to be published: sentences, none when it may be."""
    sentences = []
    if not entry.summary.strip():
        sentences.append("Il manque un résumé : une ou deux phrases.")
    facts = entry.facts()
    if not facts["sourced"]:
        sentences.append("Il manque une source : où l’avez-vous lu ?")
    if not facts.get("placed", True):
        sentences.append("Il manque un territoire couvert : aucune commune ne la verrait.")
    return sentences


def make(move, entry, user, reason=""):
    """Move an entry, or raise `Refused` with the sentence to show."""
    if not move.allows(entry, user):
        raise Refused(f"« {entry} » est à l’état « {entry.get_status_display()} ».")
    if move.asks and not reason.strip():
        raise Refused("Dites pourquoi : l’historique le garde.")
    if move.to == PUBLISHED and entry.expire_at and entry.expire_at <= timezone.now():
        raise Refused(f"« {entry} » a une date d’expiration passée : changez-la d’abord.")
    carry_out(move, entry, user, reason.strip())


def carry_out(move, entry, user, reason):
    """Do a move that was granted, or that the date decides (`user` is then None)."""
    if move.to == PUBLISHED:
        refuse_incomplete(entry)
    with act(entry, user, move.done, reason):
        set_status(entry, move.to)
        entry.save()


def refuse_incomplete(entry):
    lacks = missing(entry)
    if lacks:
        raise Refused(f"« {entry} » ne peut pas être publiée. {' '.join(lacks)}")


def set_status(entry, status):
    entry.status = status
    entry.publish_at = None
    if status == PUBLISHED:
        entry.published_on = entry.published_on or timezone.localdate()
        entry.settle()
    else:
        entry.expire_at = None


def run_due(entries, now):
    """Do what dates say for the entries of one model; yields (entry, what was done, or why not)."""
    due = [
        (entries.filter(publish_at__lte=now, status__in=(DRAFT, REVIEW)), MOVES["publication"]),
        (entries.filter(expire_at__lte=now, status=PUBLISHED), MOVES["archivage"]),
    ]
    for rows, move in due:
        for entry in rows:
            try:
                carry_out(move, entry, None, "à la date programmée")
                yield entry, move.done, True
            except Refused as refusal:
                yield entry, str(refusal), False
            except Conflict:
                yield entry, "modifiée à l’instant, sera reprise", False


def schedule(entry, user, *, publish_at=None, expire_at=None, reason=""):
    """Set when an entry will appear (a draft, one in review) and when it will be archived."""
    refuse_dates(entry, publish_at, expire_at)
    if publish_at:
        refuse_incomplete(entry)
    with act(entry, user, "programmation", reason):
        entry.publish_at, entry.expire_at = publish_at, expire_at
        if publish_at:
            entry.status = REVIEW
        entry.save()


def refuse_dates(entry, publish_at, expire_at):
    """Refuse what could not be done at these dates, or was surely not meant."""
    now = timezone.now()
    if entry.status == ARCHIVED:
        raise Refused("Une fiche archivée ne se programme pas : rouvrez-la d’abord.")
    if publish_at and entry.status == PUBLISHED:
        raise Refused("Seule une fiche qui n’est pas publiée peut être programmée.")
    if publish_at and publish_at <= now:
        raise Refused("Cette date de parution est passée : publiez plutôt la fiche tout de suite.")
    if expire_at and expire_at <= (publish_at or now):
        raise Refused("La fiche expirerait avant de paraître : choisissez une date plus lointaine.")
    if max(publish_at or now, expire_at or now) > now + FARTHEST:
        raise Refused("Cette date est dans plus de dix ans : vérifiez l’année.")
