"""What keeps the content right: outgoing links, entries that may be one, what visitors report."""

import datetime
import hashlib

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from backoffice.querysets import (
    DuplicateQuerySet,
    LinkPlaceQuerySet,
    LinkQuerySet,
    SuggestionQuerySet,
)


class Link(models.Model):
    """An address outside the portal that at least one entry gave, and how it last answered.

    The machine's state and the staff's own word are kept apart: « vu à la main : bon » counts until
    the machine sees another state. Nothing here ever changes an entry.
    """

    class State(models.TextChoices):
        UNCHECKED = "jamais", "Jamais vérifié"
        GOOD = "bon", "Bon"
        DEAD = "mort", "Mort"
        DOUBTFUL = "douteux", "Douteux"

    url = models.TextField("adresse")
    digest = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    host = models.CharField("site", max_length=255, blank=True, db_index=True)
    used = models.BooleanField("utilisé", default=True)
    published = models.BooleanField("dans une fiche publiée", default=False)
    state = models.CharField("état", max_length=8, choices=State, default=State.UNCHECKED)
    since = models.DateTimeField("dans cet état depuis", null=True, blank=True)
    code = models.PositiveSmallIntegerField("code", null=True, blank=True)
    final_url = models.TextField("adresse finale", blank=True)
    moved_to = models.TextField(
        "nouvelle adresse proposée",
        blank=True,
        help_text="Où l’adresse renvoie durablement. Rien n’est corrigé sans vous.",
    )
    reason = models.CharField("raison", max_length=300, blank=True)
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    unresolved = models.PositiveIntegerField("nom introuvable de suite", default=0)
    unresolved_since = models.DateTimeField("nom introuvable depuis", null=True, blank=True)
    judged_at = models.DateTimeField("vu à la main le", null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vu à la main par",
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien sortant"
        verbose_name_plural = "liens sortants"
        ordering = ["-published", "host", "id"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["used", "published", "checked_at"], name="backoffice_link_due"),
            models.Index(fields=["state"], name="backoffice_link_state"),
            models.Index(fields=["-published", "host", "id"], name="backoffice_link_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="jamais") | Q(checked_at__isnull=False, since__isnull=False),
                name="backoffice_link_checked_dated",
            ),
        ]

    def __str__(self):
        return self.url if len(self.url) <= 120 else f"{self.url[:119]}…"

    @property
    def shown_state(self):
        """What counts: the staff's word when there is one, else what the machine saw."""
        return self.State.GOOD if self.judged_at else self.State(self.state)


def digest_of(url):
    """An address may be longer than what PostgreSQL indexes: it is known by its fingerprint."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class LinkCheck(models.Model):
    """What one check of a link saw; the last few are kept."""

    KEPT = 10

    link = models.ForeignKey(Link, models.CASCADE, related_name="checks", verbose_name="lien")
    at = models.DateTimeField("le")
    state = models.CharField("état", max_length=8, choices=Link.State)
    code = models.PositiveSmallIntegerField("code", null=True, blank=True)
    final_url = models.TextField("adresse finale", blank=True)
    ms = models.PositiveIntegerField("durée (ms)", default=0)
    reason = models.CharField("raison", max_length=300, blank=True)

    class Meta:
        verbose_name = "vérification de lien"
        verbose_name_plural = "vérifications de lien"
        ordering = ["-at", "-id"]
        default_permissions = ()

    def __str__(self):
        return self.reason


class LinkPlace(models.Model):
    """Where a link was read, at the last collection: a field of an entry, a source or a carrier."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="places", verbose_name="lien")
    holder = models.CharField("modèle", max_length=80)
    object_id = models.BigIntegerField("clé")
    field = models.CharField("champ", max_length=60)
    title = models.CharField("fiche", max_length=200)
    published = models.BooleanField("publiée", default=False)
    read_at = models.DateTimeField("lu le")

    objects = LinkPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "emplacement de lien"
        verbose_name_plural = "emplacements de liens"
        ordering = ["-published", "holder", "title", "field"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "object_id", "field", "link"], name="backoffice_linkplace_once"
            )
        ]

    def __str__(self):
        return self.title


class LinkRun(models.Model):
    """The run of checks under way: a row any node can see, so that there is one at a time."""

    name = models.CharField("nom", max_length=30, primary_key=True)
    token = models.CharField("jeton", max_length=40, blank=True)
    started_at = models.DateTimeField("commencée le", null=True)
    beat_at = models.DateTimeField("signe de vie", null=True)
    done = models.PositiveIntegerField("vérifiés", default=0)
    total = models.PositiveIntegerField("à vérifier", default=0)

    class Meta:
        verbose_name = "passage de vérification"
        verbose_name_plural = "passages de vérification"
        default_permissions = ()

    def __str__(self):
        return self.name


# -- Duplicates and suggestions --------------------------------------------------------------------


class Duplicate(models.Model):
    """Two entries of one kind that may be one, as `find_duplicates` saw them, and what was decided.

    `first` is the one with the lower key. `names` are what both were called, folded, when the pair
    was last looked at: decided once, it is not offered again unless one of them changes name.
    """

    class Decision(models.TextChoices):
        OPEN = "attente", "À décider"
        MERGED = "fusion", "Doublon, fusionné"
        DISTINCT = "distinctes", "Pas un doublon"

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type")
    first_id = models.PositiveBigIntegerField("première fiche")
    second_id = models.PositiveBigIntegerField("seconde fiche")
    first = GenericForeignKey(fk_field="first_id")
    second = GenericForeignKey(fk_field="second_id")
    title = models.CharField("les deux fiches", max_length=420)
    names = models.TextField("noms comparés")
    score = models.PositiveSmallIntegerField("ressemblance")
    why = models.CharField("pourquoi", max_length=300)
    found_at = models.DateTimeField("trouvé le", default=timezone.now)
    decision = models.CharField("décision", max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    note = models.CharField("note", max_length=300, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "doublon probable"
        verbose_name_plural = "doublons probables"
        ordering = ["-score", "id"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["decision", "-score", "id"], name="backoffice_duplicate_list")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "first_id", "second_id"], name="backoffice_duplicate_once"
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="backoffice_duplicate_ordered"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.decision == self.Decision.OPEN


class Suggestion(models.Model):
    """What someone outside reported: an error, an actor that is missing, an initiative to tell.

    It may name a person: it is forgotten `KEPT` after it was received, see `purge_suggestions`.
    """

    KEPT = datetime.timedelta(days=396)  # thirteen months

    class Kind(models.TextChoices):
        ERROR = "erreur", "Une erreur dans une page"
        ACTOR = "acteur", "Un acteur manquant"
        INITIATIVE = "initiative", "Une initiative à faire connaître"

    class Status(models.TextChoices):
        OPEN = "attente", "À traiter"
        DONE = "traitee", "Traitée"
        DISMISSED = "ecartee", "Écartée"

    kind = models.CharField("type", max_length=10, choices=Kind)
    page = models.CharField(
        "page concernée", max_length=500, blank=True, help_text="Son adresse sur le portail."
    )
    text = models.TextField("message", max_length=2000, validators=[MaxLengthValidator(2000)])
    email = models.EmailField(
        "courriel pour répondre", blank=True, help_text="Effacé avec le message, à treize mois."
    )
    received_at = models.DateTimeField("reçue le", default=timezone.now, editable=False)
    status = models.CharField("état", max_length=8, choices=Status, default=Status.OPEN)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="traitée par",
    )
    handled_at = models.DateTimeField("traitée le", null=True, blank=True, editable=False)
    note = models.TextField("note", max_length=1000, blank=True, help_text="Pour l’équipe.")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "suggestion"
        ordering = ["-received_at", "-id"]
        default_permissions = ("view", "add", "change")
        indexes = [
            models.Index(fields=["status", "-received_at"], name="backoffice_suggestion_status"),
            models.Index(fields=["-received_at", "-id"], name="backoffice_suggestion_recent"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {timezone.localtime(self.received_at):%d/%m/%Y}"
