"""The two clocks of a session of the back office: since signing in, and since the last activity."""

import time

from django.conf import settings

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
PRECISION = 60  # seconds between two writes of the last activity


def start(session):
    session[SIGNED_IN_AT] = session[SEEN_AT] = time.time()


def seen(session):
    if time.time() - session[SEEN_AT] > PRECISION:
        session[SEEN_AT] = time.time()


def outlived(session):
    """Why this session is over, None when it is not. One without clocks is."""
    now = time.time()
    if now - session.get(SIGNED_IN_AT, 0) > settings.SESSION_HOURS * 3600:
        return "old"
    if now - session.get(SEEN_AT, 0) > settings.SESSION_IDLE_MINUTES * 60:
        return "idle"
    return None
