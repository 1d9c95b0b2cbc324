"""The second factor: a code made by a telephone (TOTP), or one of ten recovery codes."""

import time
from base64 import b32encode
from urllib.parse import quote, urlencode

import django_otp
import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

PENDING_KEY = "second_factor_key"
RECOVERY_CODES = 10
STEP = 30


def is_verified(request):
    return getattr(request.user, "otp_device", None) is not None


def has_device(user):
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def device_of(user, *, recovery):
    """The device a code is tried on, locked: two guesses at once count as two."""
    model = StaticDevice if recovery else TOTPDevice
    return model.objects.devices_for_user(user, confirmed=True).select_for_update().first()


@transaction.atomic
def check(user, code, *, recovery):
    """The device that accepts this code and None, or None and the seconds to wait."""
    device = device_of(user, recovery=recovery)
    if device is None:
        return None, 0
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        wait = (reason["locked_until"] - timezone.now()).total_seconds()
        return None, max(1, round(wait))
    return (device, None) if device.verify_token(code) else (None, 0)


def accept(request, device):
    """The session is verified from now on, under a new key."""
    request.session.cycle_key()
    django_otp.login(request, device)


def pending_key(session):
    """The key being enrolled: kept in the session until a code proves the telephone has it."""
    if PENDING_KEY not in session:
        session[PENDING_KEY] = random_hex(20)
    return session[PENDING_KEY]


def in_letters(key):
    """A key as telephones take it, in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def picture(user, key):
    """The QR code a telephone reads, as an image in the page."""
    issuer = settings.OTP_TOTP_ISSUER.replace(":", "")
    parameters = {"secret": in_letters(key).replace(" ", ""), "issuer": issuer}
    label = quote(f"{issuer}:{user.get_username()}")
    address = f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}"
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def enrol(user, key, code):
    """A new device in place of the former ones, when the code comes from this key; else None."""
    totp = TOTP(bytes.fromhex(key), STEP)
    totp.time = time.time()
    if not totp.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        forget(user)
        return TOTPDevice.objects.create(
            user=user, key=key, name="Téléphone", last_t=totp.t(), drift=totp.drift
        )


def forget(user):
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


@transaction.atomic
def renew_recovery_codes(user):
    """Ten codes to print; the former ones are worth nothing any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Codes de secours")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()
