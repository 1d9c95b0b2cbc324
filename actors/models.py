"""Who supports towns and with what: actors, supports, and who carries a support where."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Partner
from actors.querysets import ActorQuerySet, CarrierQuerySet, SupportQuerySet
from editorial.models import Entry, Source
from levers.models import Challenge, Lever
from library.models import Publication, Term
from territories.models import Territory, TerritoryType
from territories.wording import in_words


class FirstContact(models.TextChoices):
    """In which capacity a town would call, in the order it would call."""

    CRESS = "1-cress", "La CRESS, tête de réseau régionale"
    DLA = "2-dla", "Le DLA, accompagnement gratuit des structures"
    FABRIQUE = "3-fabrique", "La Fabrique à initiatives, pour faire naître une activité"
    FUNDER = "4-financeur", "Les financeurs solidaires"
    NETWORK = "5-reseau", "Les réseaux de collectivités et centres de ressources"


class Classified(Entry):
    """An entry of a place: which levers and challenges it serves, whose it is.

    `placed` says that it has a territory, as `sourced` that it has a source.
    """

    PLACES = "coverage"

    levers = models.ManyToManyField(
        Lever, related_name="%(class)ss", blank=True, verbose_name="leviers"
    )
    challenges = models.ManyToManyField(
        Challenge, related_name="%(class)ss", blank=True, verbose_name="défis"
    )
    publications = models.ManyToManyField(
        Publication, related_name="%(class)ss", blank=True, verbose_name="publications"
    )
    website = models.URLField("site", max_length=500, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="%(class)ss",
        verbose_name="partenaire",
    )
    placed = models.BooleanField("située", default=False, editable=False)

    class Meta(Entry.Meta):
        abstract = True
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="publie") | Q(placed=True),
                name="%(app_label)s_%(class)s_published_placed",
                violation_error_message="Une fiche publiée couvre un territoire.",
            ),
        ]

    @classmethod
    def places_relation(cls):
        """The many-to-many that says where."""
        return getattr(cls, cls.PLACES)

    def has_place(self):
        return getattr(self, self.PLACES).exists()

    def facts(self):
        return super().facts() | {"placed": self.has_place()}


class Actor(Classified):
    """A body a town can meet: network, funder, local authority, ESS structure."""

    class Kind(models.TextChoices):
        CRESS = "cress", "CRESS"
        ESS_NETWORK = "tete-de-reseau", "Tête de réseau de l’ESS"
        ADVISER = "accompagnateur", "Accompagnateur ou incubateur"
        SOLIDARITY_FUNDER = "financeur-solidaire", "Financeur solidaire ou participatif"
        PUBLIC_FUNDER = "financeur-public", "Financeur public"
        FOUNDATION = "fondation", "Fondation"
        STATE = "etat", "État, opérateur ou Europe"
        ELECTED = "elus", "Association d’élus"
        AUTHORITY = "collectivite", "Collectivité"
        LOCAL_NETWORK = "reseau-local", "Réseau de développement local"
        MEMBER_NETWORK = "reseau-ess", "Réseau ou fédération de l’ESS"
        RESOURCES = "ressources", "Centre de ressources, recherche ou formation"
        CONSULTANT = "etudes", "Bureau d’études"
        STRUCTURE = "structure", "Structure de l’ESS"

    class Purpose(models.TextChoices):
        INFORM = "informer", "Informe et oriente"
        SUPPORT = "accompagner", "Accompagne"
        FUND = "financer", "Finance"
        REPRESENT = "representer", "Représente"
        ACT = "agir", "Agit sur le terrain"

    kind = models.CharField("type", max_length=20, choices=Kind)
    purpose = models.CharField("rôle auprès d’une commune", max_length=12, choices=Purpose)
    first_contact = models.CharField(
        "premier contact",
        max_length=12,
        choices=FirstContact,
        blank=True,
        help_text="À quel titre une commune l’appelle en premier. Vide pour la plupart.",
    )
    legal_form = models.CharField("forme juridique", max_length=120, blank=True)
    next_step = models.TextField(
        "et maintenant ?", blank=True, help_text="Le premier pas, en une phrase."
    )
    contact_note = models.CharField(
        "comment le joindre", max_length=300, blank=True, help_text="Jamais de contact nominatif."
    )
    email = models.EmailField("courriel générique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    seat = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="seated_actors",
        verbose_name="commune du siège",
    )
    coverage = models.ManyToManyField(
        Territory, related_name="actors", blank=True, verbose_name="territoires couverts"
    )
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="s’adresser désormais à",
    )
    closing_note = models.CharField(
        "pourquoi il n’est plus actif",
        max_length=300,
        blank=True,
        help_text="Affiché quand la fiche est archivée.",
    )
    links = models.ManyToManyField(
        "self",
        through="ActorLink",
        symmetrical=False,
        related_name="linked_from",
        verbose_name="liens",
    )

    objects = ActorQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = "acteur"

    def get_absolute_url(self):
        return reverse("actor", kwargs={"slug": self.slug})

    @property
    def coverage_words(self):
        return in_words(self.coverage.all())


class LinkQuerySet(models.QuerySet):
    def get_by_natural_key(self, subject, verb, target):
        return self.get(subject__slug=subject, verb=verb, target__slug=target)


class ActorLink(models.Model):
    """What one actor is or does for another: « ESS France · coordonne · CRESS »."""

    subject = models.ForeignKey(
        Actor, models.CASCADE, related_name="links_out", verbose_name="acteur"
    )
    verb = models.CharField("relation", max_length=80, help_text="« anime », « a créé »…")
    target = models.ForeignKey(
        Actor, models.CASCADE, related_name="links_in", verbose_name="autre acteur"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien entre acteurs"
        verbose_name_plural = "liens entre acteurs"
        ordering = ["subject", "verb"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "verb", "target"], name="actors_actorlink_once"
            )
        ]

    def __str__(self):
        return f"{self.subject} {self.verb} {self.target}"

    def natural_key(self):
        return (self.subject.slug, self.verb, self.target.slug)

    natural_key.dependencies = ["actors.actor"]


class Support(Classified):
    """A scheme, a programme, a contract or a funding a town or its ESS projects can use."""

    class Kind(models.TextChoices):
        SCHEME = "dispositif", "Accompagnement"
        PROGRAMME = "programme", "Programme ou label"
        CONTRACT = "contrat", "Contrat ou cadre"
        FUNDING = "financement", "Financement"

    class Availability(models.TextChoices):
        OPEN = "ouvert", "Ouvert"
        UNCERTAIN = "a-verifier", "À vérifier"
        ENDED = "termine", "Terminé"

    kind = models.CharField("type", max_length=12, choices=Kind)
    availability = models.CharField(
        "disponibilité", max_length=12, choices=Availability, default=Availability.UNCERTAIN
    )
    first_contact = models.CharField(
        "premier contact", max_length=12, choices=FirstContact, blank=True
    )
    audience = models.CharField("pour qui", max_length=300, blank=True)
    period = models.CharField("période", max_length=200, blank=True)
    next_step = models.TextField(
        "et maintenant ?", blank=True, help_text="Le premier pas, en une phrase."
    )
    directory_url = models.URLField(
        "annuaire national",
        max_length=500,
        blank=True,
        help_text="Où chercher quand aucun porteur local n’est connu.",
    )
    coverage = models.ManyToManyField(
        Territory,
        related_name="supports",
        blank=True,
        verbose_name="territoires couverts",
        help_text="Vide : ceux des acteurs qui le portent.",
    )
    territory_types = models.ManyToManyField(
        TerritoryType,
        related_name="supports",
        blank=True,
        verbose_name="types de territoire",
        help_text="Vide : tous.",
    )
    terms = models.ManyToManyField(
        Term, related_name="supports", blank=True, verbose_name="termes du glossaire"
    )
    actors = models.ManyToManyField(
        Actor, through="SupportRole", related_name="supports", verbose_name="acteurs"
    )

    objects = SupportQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = "appui"

    def get_absolute_url(self):
        return reverse("support", kwargs={"slug": self.slug})

    def has_place(self):
        """Its own coverage, else that of those who carry it."""
        return super().has_place() or self.roles.filter(operates=True).exists()

    @property
    def is_over(self):
        return self.availability == self.Availability.ENDED

    @property
    def coverage_words(self):
        return in_words(self.coverage.all()) or "Territoire de ceux qui le portent"

    @property
    def card_details(self):
        """Lines under the card: for which towns, and on what."""
        types = ", ".join(kind.short_name for kind in self.territory_types.all())
        place = f"{self.coverage_words} · {types}" if types else self.coverage_words
        return [line for line in (place, self.theme_words) if line]


class SupportRoleQuerySet(models.QuerySet):
    def get_by_natural_key(self, support, actor, verb):
        return self.get(support__slug=support, actor__slug=actor, verb=verb)


class SupportRole(models.Model):
    """What an actor does for a support: « Avise · anime · DLA ».

    `operates` is set when the actor carries the support itself: a support without a coverage of
    its own covers what its operators cover.
    """

    support = models.ForeignKey(Support, models.CASCADE, related_name="roles", verbose_name="appui")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="roles", verbose_name="acteur")
    verb = models.CharField("rôle", max_length=80, help_text="« porte », « anime », « finance »…")
    operates = models.BooleanField("porte l’appui", default=False)

    objects = SupportRoleQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle dans un appui"
        verbose_name_plural = "rôles dans les appuis"
        ordering = ["support", "-operates", "verb"]
        constraints = [
            models.UniqueConstraint(
                fields=["support", "actor", "verb"], name="actors_supportrole_once"
            )
        ]

    def __str__(self):
        return f"{self.actor} {self.verb} {self.support}"

    def natural_key(self):
        return (self.support.slug, self.actor.slug, self.verb)

    natural_key.dependencies = ["actors.support", "actors.actor"]


class Carrier(models.Model):
    """An actor carries a support on a territory, as one page said on one date.

    Only `confirmed` rows are shown; the others wait for staff to check them.
    """

    slug = models.SlugField("identifiant", max_length=140, unique=True)
    support = models.ForeignKey(
        Support, models.CASCADE, related_name="carriers", verbose_name="appui"
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="carried", verbose_name="porteur")
    coverage = models.ManyToManyField(
        Territory, related_name="carriers", blank=True, verbose_name="territoires"
    )
    area_note = models.CharField("territoire en toutes lettres", max_length=160, blank=True)
    confirmed = models.BooleanField("confirmé par une source", default=False)
    seen = models.CharField(
        "date de la page",
        max_length=60,
        blank=True,
        help_text="« 2024-07-23 », « page non datée »…",
    )
    website = models.URLField("site", max_length=500, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="carriers", verbose_name="source"
    )
    note = models.TextField("note", blank=True, help_text="Pour l’équipe, jamais affichée.")

    objects = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = "portage local"
        verbose_name_plural = "portages locaux"
        permissions = [("confirm_carrier", "Peut confirmer un portage local")]
        ordering = ["support", "actor"]

    def __str__(self):
        return f"{self.actor}, {self.support}"

    def natural_key(self):
        return (self.slug,)
