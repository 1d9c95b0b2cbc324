"""Who signed in, who failed, what was refused, whose rights changed. Personal data: twelve months.

Nothing else keeps addresses. `prune` runs with every `bootstrap`.
"""

import datetime

import axes.signals  # noqa: F401 it counts a failure before ours reads the count
from django.contrib.auth import signals
from django.utils import timezone

from accounts import sessions
from accounts.addresses import client_address
from accounts.models import JournalLine

KEPT = datetime.timedelta(days=365)


def write(request, act, detail="", *, user=None, typed=""):
    """One line, about whoever is signed in unless told otherwise."""
    if user is None and hasattr(request, "user") and request.user.is_authenticated:
        user = request.user
    known = user is not None and user.is_authenticated
    return JournalLine.objects.create(
        user_id=user.pk if known else None,
        typed=fitting("typed", typed or (user.get_username() if known else "")),
        act=act,
        address=client_address(request) if request else None,
        detail=fitting("detail", detail),
    )


def fitting(field, text):
    """What the column can hold: PostgreSQL takes neither NUL nor more than its length."""
    longest = JournalLine._meta.get_field(field).max_length
    return str(text).replace("\x00", "")[:longest]


def prune(now=None):
    """Forget what is older than twelve months; how many lines went."""
    limit = (now or timezone.now()) - KEPT
    return JournalLine.objects.filter(at__lt=limit).delete()[0]


def signed_in(sender, request, user, **kwargs):
    sessions.start(request.session)
    write(request, JournalLine.Act.SIGNED_IN, user=user)


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        write(request, JournalLine.Act.SIGNED_OUT, user=user)


def failed(sender, credentials, request=None, **kwargs):
    """A password that was tried. Those a lock turns away are not: django-axes counts none."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    typed = credentials.get("username") or ""
    write(request, JournalLine.Act.FAILED, typed=typed)
    if request.axes_locked_out:
        write(request, JournalLine.Act.LOCKED, typed=typed)


def listen():
    signals.user_logged_in.connect(signed_in)
    signals.user_logged_out.connect(signed_out)
    signals.user_login_failed.connect(failed)
