"""Previews: an entry as the public would see it, by a signed address that expires."""

from django.core import signing
from django.urls import reverse

DAYS = 7
SALT = "editorial.previews"


def link(entry, proposal=None):
    """Address of the preview of an entry, or of what is proposed for it."""
    what = {"m": entry._meta.label_lower, "e": entry.pk, "p": proposal.pk if proposal else None}
    return reverse("preview", kwargs={"token": signing.dumps(what, salt=SALT, compress=True)})


def read(token):
    """What a token names: {"m": model, "e": entry, "p": proposal}. Raises BadSignature."""
    return signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
