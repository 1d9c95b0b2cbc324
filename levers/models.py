"""What a town can pull: the six levers of the ANCT study and their nineteen tools.

The other grids (Avise's Mode d'emploi, RTES kit n° 17…) are mapped to the six; challenges say why
a town would act. Source: ANCT, « L'ESS, une chance pour les territoires fragiles », 2020-2021.
"""

from django.db import models
from django.urls import reverse

from editorial.models import Entry, Source
from editorial.querysets import NaturalKeyQuerySet
from library.models import Publication, Term


class Guidance(Entry):
    """An entry that tells a town how to act, step by step."""

    when_to_use = models.TextField("quand s’en servir", blank=True)
    first_steps = models.TextField("premiers pas", blank=True)
    legal_basis = models.TextField("base juridique", blank=True)
    cautions = models.TextField("points d’attention", blank=True)
    publications = models.ManyToManyField(
        Publication, related_name="%(class)ss", blank=True, verbose_name="publications"
    )
    terms = models.ManyToManyField(
        Term, related_name="%(class)ss", blank=True, verbose_name="termes du glossaire"
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta(Entry.Meta):
        abstract = True
        ordering = ["order", "title"]


class Lever(Guidance):
    """One of the six levers of public policy a town can pull for the ESS."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    verb = models.CharField("verbe", max_length=60, help_text="Par exemple « financer ».")

    can_be_merged = False  # six, whatever happens

    class Meta(Guidance.Meta):
        verbose_name = "levier"
        ordering = ["number"]

    def get_absolute_url(self):
        return reverse("lever", kwargs={"slug": self.slug})


class Tool(Guidance):
    """One of the nineteen tools by which a lever is pulled."""

    lever = models.ForeignKey(Lever, models.CASCADE, related_name="tools", verbose_name="levier")

    class Meta(Guidance.Meta):
        verbose_name = "outil"
        ordering = ["lever", "order"]
        constraints = [
            *Guidance.Meta.constraints,
            models.UniqueConstraint(
                fields=["lever", "order"],
                name="levers_tool_order_once",
                violation_error_message="Un autre outil de ce levier a déjà ce rang.",
            ),
        ]

    def get_absolute_url(self):
        return f"{self.lever.get_absolute_url()}#{self.slug}"

    def get_page_url(self):
        return reverse("tool", kwargs={"lever": self.lever.slug, "slug": self.slug})


class Challenge(Guidance):
    """One of the six challenges (défis) rural towns name, and what the ESS answers."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    levers = models.ManyToManyField(
        Lever, related_name="challenges", blank=True, verbose_name="leviers"
    )

    class Meta(Guidance.Meta):
        verbose_name = "défi"
        ordering = ["number"]

    def get_absolute_url(self):
        return reverse("challenge", kwargs={"slug": self.slug})


class Grid(models.Model):
    """Another way documents sort what a town can do, mapped to the six levers."""

    slug = models.SlugField("adresse", max_length=60, unique=True)
    title = models.CharField("titre", max_length=200)
    summary = models.TextField("présentation")
    sources = models.ManyToManyField(Source, related_name="grids", verbose_name="sources")
    order = models.PositiveSmallIntegerField("ordre", default=0)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "grille de lecture"
        verbose_name_plural = "grilles de lecture"
        ordering = ["order"]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)


class GridItem(models.Model):
    """One line of a grid, with the levers it comes down to."""

    slug = models.SlugField("identifiant", max_length=100, unique=True)
    grid = models.ForeignKey(Grid, models.CASCADE, related_name="items", verbose_name="grille")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="sous",
    )
    title = models.CharField("intitulé", max_length=300)
    note = models.TextField("précision", blank=True)
    issuer = models.CharField("émetteur", max_length=120, blank=True)
    levers = models.ManyToManyField(
        Lever, related_name="grid_items", blank=True, verbose_name="leviers correspondants"
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de grille"
        verbose_name_plural = "lignes de grille"
        ordering = ["grid", "order"]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)
