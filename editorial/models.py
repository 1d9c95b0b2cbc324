"""What every entry of the portal shares: themes, sources, publication and verification."""

import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from editorial.querysets import EntryQuerySet, NaturalKeyQuerySet


class Theme(models.Model):
    """One of the sixteen themes of the portal: a closed list, kept by ANCT."""

    slug = models.SlugField("adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=80)
    summary = models.CharField("en une phrase", max_length=300)
    order = models.PositiveSmallIntegerField("ordre", default=0)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "thème"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ThemeAliasQuerySet(models.QuerySet):
    def get_by_natural_key(self, scheme, name):
        return self.get(scheme=scheme, name=name)


class ThemeAlias(models.Model):
    """How another classification (Avise, Banque des Territoires, France Relance…) names a theme."""

    scheme = models.CharField("classement d’origine", max_length=120)
    name = models.CharField("nom", max_length=120)
    note = models.CharField("précision", max_length=200, blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="aliases", verbose_name="thèmes du portail", blank=True
    )

    objects = ThemeAliasQuerySet.as_manager()

    class Meta:
        verbose_name = "autre nom de thème"
        verbose_name_plural = "autres noms de thèmes"
        ordering = ["scheme", "name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="editorial_themealias_once")
        ]

    def __str__(self):
        return f"{self.name} ({self.scheme})"

    def natural_key(self):
        return (self.scheme, self.name)


class Source(models.Model):
    """A document or page a fact was read in, with its date as the source gives it."""

    slug = models.SlugField("identifiant", max_length=100, unique=True)
    title = models.CharField("titre", max_length=300)
    publisher = models.CharField("éditeur", max_length=160)
    url = models.URLField("adresse", max_length=500, blank=True)
    date = models.CharField(
        "date",
        max_length=60,
        blank=True,
        help_text="Telle que la source la donne : « sept. 2020 ».",
    )

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "source"
        ordering = ["publisher", "title"]

    def __str__(self):
        return f"{self.publisher}, {self.title}"

    def natural_key(self):
        return (self.slug,)


class Loading(models.Model):
    """What `bootstrap` last loaded from the project's files: it knows when to do it again."""

    name = models.CharField("quoi", max_length=30, primary_key=True)
    digest = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le", auto_now=True)

    class Meta:
        verbose_name = "chargement"

    def __str__(self):
        return self.name


class Version(models.Model):
    """What history keeps of an entry besides its columns. One row an act, whatever it changed."""

    act = models.CharField("acte", max_length=40, default="modification")
    links = models.JSONField("liens", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True


class Entry(models.Model):
    """What has an address on the portal and is written, checked and published by staff.

    The status, the dates of publication and the version are moved by acts only (`moves.py`), never
    by a form. `sourced` says that the entry has a source: the base reads it in a constraint,
    where it could not read the sources themselves; `settle` writes it.
    """

    class Status(models.TextChoices):
        DRAFT = "brouillon", "Brouillon"
        REVIEW = "relecture", "En relecture"
        PUBLISHED = "publie", "Publié"
        ARCHIVED = "archive", "Archivé"

    title = models.CharField("titre", max_length=200)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    synonyms = models.TextField(
        "autres noms",
        blank=True,
        help_text="Sigles, synonymes, anciens noms : un par ligne. La recherche les connaît.",
    )
    summary = models.TextField(
        "résumé",
        max_length=400,
        blank=True,
        help_text="Une ou deux phrases, 400 caractères au plus.",
    )
    body = models.TextField(
        "texte", blank=True, help_text="En Markdown : « ## » pour un titre, « - » pour une liste."
    )
    themes = models.ManyToManyField(
        Theme, related_name="%(class)ss", blank=True, verbose_name="thèmes"
    )
    keywords = TaggableManager(
        blank=True, verbose_name="mots-clés", help_text="Séparés par des virgules."
    )
    sources = models.ManyToManyField(
        Source, related_name="%(class)ss", blank=True, verbose_name="sources"
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.DRAFT)
    published_on = models.DateField("publié le", null=True, blank=True)
    verified_on = models.DateField(
        "vérifié le", null=True, blank=True, help_text="Vide : « à vérifier » est affiché."
    )
    verify_every = models.PositiveSmallIntegerField("à revérifier tous les (mois)", default=12)
    review_note = models.TextField(
        "à vérifier", blank=True, help_text="Pour l’équipe, jamais affiché."
    )
    publish_at = models.DateTimeField("paraîtra le", null=True, blank=True, editable=False)
    expire_at = models.DateTimeField("expirera le", null=True, blank=True, editable=False)
    sourced = models.BooleanField("sourcée", default=False, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords(bases=[Version], inherit=True, user_db_constraint=False)
    skip_history_when_saving = True  # `acts.act` writes one version an act, links included
    can_be_merged = True

    class Meta:
        abstract = True
        ordering = ["title"]
        default_permissions = (
            "add",
            "change",
            "delete",
            "view",
            "submit",
            "publish",
            "archive",
            "merge",
        )
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="%(app_label)s_%(class)s_recent"),
            models.Index(fields=["status", "-updated_at"], name="%(app_label)s_%(class)s_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="publie") | Q(sourced=True),
                name="%(app_label)s_%(class)s_published_sourced",
                violation_error_message="Une fiche publiée a une source.",
            ),
            models.CheckConstraint(
                condition=~Q(status="publie") | Q(published_on__isnull=False),
                name="%(app_label)s_%(class)s_published_dated",
                violation_error_message="Une fiche publiée a une date de publication.",
            ),
            models.CheckConstraint(
                condition=~Q(status="publie") | ~Q(summary=""),
                name="%(app_label)s_%(class)s_published_summed_up",
                violation_error_message="Une fiche publiée a un résumé.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        # Not `auto_now`: fixtures are saved raw, where it does nothing.
        self.updated_at = timezone.now()
        with transaction.atomic(savepoint=False):  # what listens writes in the same one
            super().save(*args, **kwargs)

    def get_page_url(self):
        """Address of the page that shows this entry alone."""
        return self.get_absolute_url()

    def facts(self):
        """What the constraints of the base must know and cannot read: {column: is it true}."""
        return {"sourced": self.sources.exists()}

    def settle(self):
        """Write the facts as the links now make them. To be called once links are written."""
        facts = self.facts()
        if any(getattr(self, name) != fact for name, fact in facts.items()):
            for name, fact in facts.items():
                setattr(self, name, fact)
            type(self).objects.filter(pk=self.pk).update(**facts)

    def natural_key(self):
        return (self.slug,)

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def synonym_list(self):
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]

    @property
    def theme_words(self):
        return " · ".join(theme.name for theme in self.themes.all())

    @property
    def verification_due_on(self):
        """Day the entry should be checked again, None when it never was."""
        if self.verified_on is None:
            return None
        return self.verified_on + datetime.timedelta(days=round(30.44 * self.verify_every))

    @property
    def is_verified(self):
        """Checked by staff, and not too long ago for this entry."""
        due = self.verification_due_on
        return due is not None and due >= timezone.localdate()


def entry_models():
    """Every kind of entry, found in the registry: what is above needs not be named here."""
    return [model for model in apps.get_models() if issubclass(model, Entry)]


class FormerAddress(models.Model):
    """A slug that an entry had, or that of one merged into it: it leads there for ever."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type")
    slug = models.SlugField("ancienne adresse", max_length=120)
    object_id = models.PositiveBigIntegerField("fiche")
    entry = GenericForeignKey()
    since = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="editorial_formeraddress_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return self.slug


class Proposal(models.Model):
    """Changes to a published entry that wait to be accepted; the public sees nothing of them.

    `base` and `state` are states of the entry (`states.state_of`): when the work began, and as
    proposed. What differs between them is what is proposed, whatever the entry became meanwhile.
    """

    class Status(models.TextChoices):
        OPEN = "attente", "En attente"
        ACCEPTED = "acceptee", "Acceptée"
        REFUSED = "refusee", "Refusée"

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type")
    object_id = models.PositiveBigIntegerField("fiche")
    entry = GenericForeignKey()
    title = models.CharField("titre", max_length=200)
    base = models.JSONField("départ", default=dict, encoder=DjangoJSONEncoder)
    state = models.JSONField("contenu proposé", default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="auteur"
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.OPEN)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("proposée le", default=timezone.now)
    updated_at = models.DateTimeField("modifiée le", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="décidée par",
    )
    decided_at = models.DateTimeField("décidée le", null=True)
    decision = models.CharField("motif de la décision", max_length=300, blank=True)

    class Meta:
        verbose_name = "version proposée"
        verbose_name_plural = "versions proposées"
        ordering = ["-updated_at"]
        default_permissions = ("view",)
        permissions = [("read_drafts", "Peut lire tous les brouillons")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(status="attente"),
                name="editorial_proposal_one_open",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.status == self.Status.OPEN
