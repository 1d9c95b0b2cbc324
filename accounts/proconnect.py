"""ProConnect, the State's sign-in of agents (OpenID Connect), on top of mozilla-django-oidc.

It says who someone is; it creates no account, gives no right and replaces no second factor.
https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/implementation_technique
"""

from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from accounts.models import Account

ID_TOKEN = "proconnect_id_token"  # noqa: S105 the name of a key of the session
SCOPES = "openid given_name usual_name email uid siret"
ALGORITHM = "RS256"
CLOCK_DIFFERENCE = 30  # seconds
TIMEOUT = 10
LONGEST_SUB = Account._meta.get_field("proconnect_sub").max_length
# What the library, or `jwt`, raises on an answer that is not what the protocol says.
NOT_UNDERSTOOD = (
    jwt.PyJWTError,
    SuspiciousOperation,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
)


class Refused(Exception):
    """The person is not let in; the text says why, for the journal."""


class Unreachable(Exception):
    """ProConnect does not answer."""


def is_on():
    return bool(
        settings.PROCONNECT_CLIENT_ID
        and settings.PROCONNECT_CLIENT_SECRET
        and settings.PROCONNECT_DOMAIN
    )


def issuer():
    domain = settings.PROCONNECT_DOMAIN.rstrip("/")
    return f"{domain if '://' in domain else f'https://{domain}'}/api/v2"


def library_settings():
    """What mozilla-django-oidc asks for, drawn from our three settings."""
    return {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{issuer()}/authorize",
        "OIDC_OP_TOKEN_ENDPOINT": f"{issuer()}/token",
        "OIDC_OP_USER_ENDPOINT": f"{issuer()}/userinfo",
        "OIDC_OP_JWKS_ENDPOINT": f"{issuer()}/jwks",
        "OIDC_RP_CLIENT_ID": settings.PROCONNECT_CLIENT_ID,
        "OIDC_RP_CLIENT_SECRET": settings.PROCONNECT_CLIENT_SECRET,
        "OIDC_RP_SIGN_ALGO": ALGORITHM,
        "OIDC_RP_SCOPES": SCOPES,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "proconnect_callback",
        "OIDC_USE_PKCE": settings.PROCONNECT_PKCE,
        "OIDC_TIMEOUT": TIMEOUT,
    }


class OurSettings:
    """Makes a class of the library read our settings rather than a dozen of its own."""

    @staticmethod
    def get_settings(attr, *args):
        values = library_settings()
        return values[attr] if attr in values or not args else args[0]


class Provider(OurSettings, OIDCAuthenticationBackend):
    """Talks to ProConnect. Not an authentication backend: Django's own signs the user in."""

    def _verify_jws(self, payload, key):
        """The library checks neither the issuer nor the audience."""
        return jwt.decode(
            payload,
            key,
            algorithms=[ALGORITHM],
            audience=settings.PROCONNECT_CLIENT_ID,
            issuer=issuer(),
            leeway=CLOCK_DIFFERENCE,
            options={"require": ["iss", "aud", "sub"]},
        )

    def claims(self, request, asked):
        """Who came back with this code, and the token to sign out with."""
        tokens = self.get_token(
            {
                "client_id": self.OIDC_RP_CLIENT_ID,
                "client_secret": self.OIDC_RP_CLIENT_SECRET,
                "grant_type": "authorization_code",
                "code": request.GET["code"],
                "redirect_uri": request.build_absolute_uri(reverse("proconnect_callback")),
                **({"code_verifier": asked["code_verifier"]} if asked["code_verifier"] else {}),
            }
        )
        identity = self.verify_token(tokens["id_token"], nonce=asked["nonce"])
        if "exp" not in identity:
            raise SuspiciousOperation("id_token without an end")
        person = self.get_userinfo(tokens["access_token"], tokens["id_token"], identity)
        if person["sub"] != identity["sub"] or len(person["sub"]) > LONGEST_SUB:
            raise SuspiciousOperation("userinfo about someone else")
        return person, tokens["id_token"]

    def get_userinfo(self, access_token, id_token, payload):
        """A signed token only: the library would take plain JSON, and ask for the nonce."""
        response = requests.get(
            self.OIDC_OP_USER_ENDPOINT,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=TIMEOUT,
        )
        response.raise_for_status()
        if not response.headers.get("content-type", "").lower().startswith("application/jwt"):
            raise SuspiciousOperation("userinfo is not signed")
        return self._verify_jws(response.text, self.retrieve_matching_jwk(response.text))


def identify(request, asked):
    """The account of whoever comes back from ProConnect, and their token; or why not."""
    try:
        person, token = Provider().claims(request, asked)
    except requests.HTTPError as error:
        if error.response is not None and error.response.status_code < 500:
            raise Refused("ProConnect refuse l’échange") from error
        raise Unreachable from error
    except requests.RequestException as error:
        raise Unreachable from error
    except NOT_UNDERSTOOD as error:
        raise Refused(f"réponse non valable ({type(error).__name__})") from error
    return account_of(person), token


def account_of(person):
    """By the identifier met before, else by the address of exactly one account, tied from then."""
    tied = Account.objects.select_related("user").filter(proconnect_sub=person["sub"]).first()
    if tied is None:
        return tie(by_address(person), person["sub"])
    if not (tied.user.is_active and tied.user.is_staff):
        raise Refused(f"compte désactivé : {tied.user.get_username()}")
    return tied.user


def by_address(person):
    address = person.get("email")
    if not address or not isinstance(address, str) or person.get("email_verified") is False:
        raise Refused("aucune adresse vérifiée")
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    found = list(staff.filter(email__iexact=address)[:2])
    if len(found) != 1:
        raise Refused(f"{'plusieurs comptes' if found else 'aucun compte'} pour {address}")
    return found[0]


def tie(user, sub):
    """An account already tied to someone else is not taken over by an address."""
    account, _created = Account.objects.get_or_create(user=user)
    if account.proconnect_sub is not None:
        raise Refused(f"compte lié à une autre identité : {user.get_username()}")
    account.proconnect_sub = sub
    try:
        with transaction.atomic():
            account.save(update_fields=["proconnect_sub"])
    except IntegrityError as error:
        raise Refused("identité liée au même instant à un autre compte") from error
    user.newly_tied = True
    return user


def leaving_page(request, token):
    """Ends the session at ProConnect too, by a page: a form may not redirect outside (CSP)."""
    parameters = {
        "id_token_hint": token,
        "state": get_random_string(32),  # asked for by ProConnect; coming back changes nothing
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("proconnect_left")),
    }
    address = f"{issuer()}/session/end?{urlencode(parameters)}"
    return render(request, "accounts/leaving.html", {"address": address})
