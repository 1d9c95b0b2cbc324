"""What helps to understand and to act: publications, events, key figures, glossary."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from editorial.models import Entry
from territories.models import Territory


class Publication(Entry):
    """A guide, a study, a video, a law… published elsewhere and described here."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "Guide ou kit"
        SHEET = "fiche", "Fiche pratique"
        STUDY = "etude", "Étude ou rapport"
        CASES = "experiences", "Retours d’expérience"
        ARTICLE = "article", "Article ou note"
        VIDEO = "video", "Vidéo ou webinaire"
        COURSE = "formation", "Formation en ligne"
        PORTAL = "portail", "Portail ou collection"
        LAW = "loi", "Texte de loi ou cadre public"
        DATA = "donnees", "Données et cartes"

    kind = models.CharField("type", max_length=12, choices=Kind)
    author = models.CharField(
        "auteur", max_length=200, help_text="L’organisme, jamais une personne."
    )
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    date_label = models.CharField("date affichée", max_length=80, blank=True)
    url = models.URLField("adresse du document", max_length=500, blank=True)
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="fait partie de",
    )

    class Meta(Entry.Meta):
        verbose_name = "publication"

    def get_absolute_url(self):
        return reverse("publication", kwargs={"slug": self.slug})

    @property
    def card_details(self):
        """Lines under the card: by whom, when, on what."""
        made = ", ".join(
            part for part in (self.author, self.date_label or str(self.year or "")) if part
        )
        return [line for line in (made, self.theme_words) if line]


class Event(Entry):
    """A meeting, a webinar, a month: past ones stay as a memory of what was said."""

    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    date_label = models.CharField("date affichée", max_length=80)
    recurring = models.BooleanField("revient chaque année", default=False)
    place = models.CharField("lieu ou format", max_length=160, blank=True)
    organiser = models.CharField("organisateur", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    publications = models.ManyToManyField(
        Publication, related_name="events", blank=True, verbose_name="ce qu’il en reste"
    )

    class Meta(Entry.Meta):
        verbose_name = "événement"
        ordering = ["-starts_on", "title"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="library_event_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def get_absolute_url(self):
        return reverse("event", kwargs={"slug": self.slug})

    @property
    def card_details(self):
        """Lines under the card: by whom and where."""
        return [line for line in (self.organiser, self.place) if line]


class KeyFigure(Entry):
    """One figure as one source gave it at one date. Figures that disagree share `series`."""

    value = models.CharField("valeur", max_length=80)
    unit = models.CharField("unité", max_length=80, blank=True)
    scope = models.CharField("périmètre", max_length=120, blank=True)
    date_label = models.CharField("date affichée", max_length=80)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    issuer = models.CharField("émetteur", max_length=160)
    series = models.SlugField(
        "série",
        max_length=80,
        blank=True,
        help_text="Le même mot pour un indicateur à plusieurs dates ou selon plusieurs sources.",
    )
    highlighted = models.BooleanField("à la une", default=False)
    territory = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="key_figures",
        verbose_name="territoire",
    )

    class Meta(Entry.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"

    def get_absolute_url(self):
        return reverse("key_figure", kwargs={"slug": self.slug})

    @property
    def figure(self):
        """« 2 700 associations »: the value with its unit."""
        return f"{self.value} {self.unit}".strip()

    @property
    def card_details(self):
        """Lines under the card: of what, when, according to whom."""
        return [line for line in (self.scope, f"{self.issuer}, {self.date_label}") if line]


class Term(Entry):
    """A word of the glossary. Its synonyms serve the search."""

    class Kind(models.TextChoices):
        NOTION = "notion", "Notion"
        LEGAL_FORM = "forme", "Forme juridique"
        LABEL = "agrement", "Agrément ou label"
        ORGANISATION = "organisme", "Type de structure"
        PROGRAMME = "programme", "Programme, contrat ou zonage"

    kind = models.CharField("type", max_length=12, choices=Kind)
    see_also = models.ManyToManyField("self", blank=True, verbose_name="voir aussi")

    class Meta(Entry.Meta):
        verbose_name = "terme"

    def get_absolute_url(self):
        return reverse("term", kwargs={"slug": self.slug})
