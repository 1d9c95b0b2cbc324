"""What towns and their ESS structures have done, where, and with whom."""

from django.db import models
from django.urls import reverse

from actors.models import Actor, Classified, Support
from initiatives.querysets import InitiativeQuerySet
from territories.models import Territory, TerritoryType
from territories.wording import in_words


class Initiative(Classified):
    """A project, a place, a public policy: something done that another town could learn from."""

    PLACES = "places"

    class Kind(models.TextChoices):
        PROJECT = "initiative", "Initiative de l’ESS"
        PUBLIC = "publique", "Initiative publique"
        SCHEME = "dispositif", "Accompagnement illustré"
        FUNDING = "financement", "Financement illustré"
        PLACE = "lieu", "Lieu"
        EVENT = "evenement", "Événement"

    kind = models.CharField("type", max_length=12, choices=Kind)
    places = models.ManyToManyField(
        Territory,
        related_name="initiatives",
        blank=True,
        verbose_name="lieux",
        help_text="La commune quand elle est connue, sinon le département ou la région.",
    )
    place_note = models.CharField("lieu en toutes lettres", max_length=160, blank=True)
    legal_form = models.CharField("forme", max_length=120, blank=True)
    date_label = models.CharField("date affichée", max_length=80, blank=True)
    territory_types = models.ManyToManyField(
        TerritoryType, related_name="initiatives", blank=True, verbose_name="types de territoire"
    )
    lesson = models.TextField(
        "ce qu’une commune peut en retenir", blank=True, help_text="Une ou deux phrases."
    )
    supports = models.ManyToManyField(
        Support, related_name="initiatives", blank=True, verbose_name="appuis mobilisés"
    )
    actors = models.ManyToManyField(
        Actor, through="Participation", related_name="initiatives", verbose_name="acteurs"
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = "initiative"

    def get_absolute_url(self):
        return reverse("initiative", kwargs={"slug": self.slug})

    def has_place(self):
        return bool(self.place_note) or super().has_place()

    @property
    def place_words(self):
        return in_words(self.places.all()) or self.place_note

    @property
    def card_details(self):
        """Lines under the card: where, and on what."""
        return [line for line in (self.place_words, self.theme_words) if line]


class ParticipationQuerySet(models.QuerySet):
    def of_known(self):
        """Of actors the public knows or knew: those of drafts are not told."""
        return self.filter(actor__in=Actor.objects.published() | Actor.objects.archived())

    def get_by_natural_key(self, initiative, actor, verb):
        return self.get(initiative__slug=initiative, actor__slug=actor, verb=verb)


class Participation(models.Model):
    """What an actor did in an initiative: « Plateau urbain · porte · Ateliers Jean Moulin »."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="participations", verbose_name="initiative"
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="participations", verbose_name="acteur"
    )
    verb = models.CharField("rôle", max_length=80, help_text="« porte », « soutient »…")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        ordering = ["initiative", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "actor", "verb"], name="initiatives_participation_once"
            )
        ]

    def __str__(self):
        return f"{self.actor} {self.verb} {self.initiative}"

    def natural_key(self):
        return (self.initiative.slug, self.actor.slug, self.verb)

    natural_key.dependencies = ["initiatives.initiative", "actors.actor"]
