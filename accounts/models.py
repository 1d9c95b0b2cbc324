"""Who works in the back office: partners and what ties a user to one."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from editorial.querysets import NaturalKeyQuerySet
from territories.models import Territory


class Partner(models.Model):
    """A body that hands over its own entries, on its own territory: a CRESS for its region."""

    slug = models.SlugField("code", max_length=60, unique=True, help_text="« cress-bretagne »")
    name = models.CharField("nom", max_length=160)
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name="territoire",
        help_text="Le partenaire n’écrit que là. Vide : il ne voit et n’écrit rien.",
    )

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "partenaire"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class Account(models.Model):
    """What the portal knows of a user besides Django: whom they write for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="account",
        verbose_name="utilisateur",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name="partenaire",
    )
    # NULL, not empty, for who never came by ProConnect: the others are unique.
    proconnect_sub = models.CharField(  # noqa: DJ001
        "identifiant ProConnect", max_length=255, unique=True, null=True, editable=False
    )

    class Meta:
        verbose_name = "compte"

    def __str__(self):
        return str(self.user)


class JournalLine(models.Model):
    """What happened to an account, kept twelve months: signing in, failures, refusals, rights."""

    class Act(models.TextChoices):
        SIGNED_IN = "connexion", "Connexion"
        FAILED = "echec", "Échec de connexion"
        LOCKED = "verrouillage", "Verrouillage après des échecs"
        SIGNED_OUT = "deconnexion", "Déconnexion"
        EXPIRED = "expiration", "Fin de session"
        VERIFIED = "second-facteur", "Second facteur réussi"
        NOT_VERIFIED = "second-facteur-rate", "Second facteur raté"
        DEVICE = "appareil", "Second facteur activé ou remplacé"
        CODES = "codes", "Codes de secours renouvelés"
        DEVICE_RESET = "appareil-efface", "Second facteur effacé"
        REFUSED = "refus", "Accès refusé"
        CREATED = "compte-cree", "Compte créé"
        DISABLED = "compte-desactive", "Compte désactivé"
        ENABLED = "compte-reactive", "Compte réactivé"
        RIGHTS = "droits", "Droits changés"
        IDENTITY = "identite", "Identifiant ou adresse changés"
        LINK = "lien", "Lien de mot de passe remis"
        PASSWORD = "mot-de-passe", "Mot de passe choisi"
        TIED = "proconnect", "Compte lié à ProConnect"

    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="utilisateur",
    )
    typed = models.CharField("identifiant tapé", max_length=150, blank=True)
    act = models.CharField("fait", max_length=20, choices=Act)
    address = models.GenericIPAddressField("adresse IP", null=True)
    detail = models.CharField("précision", max_length=500, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal des comptes"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_act_display()}, {self.typed}"


def partner_of(user):
    """The partner a user writes for, None for staff; one query, kept on the user."""
    if not hasattr(user, "_partner"):
        account = Account.objects.select_related("partner__territory").filter(user=user.pk).first()
        user._partner = account.partner if account else None
    return user._partner
