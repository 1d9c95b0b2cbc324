"""Conditional requests: a list is the same as long as the content and the program are."""

import zlib
from functools import cache

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

PROGRAM = ("*/*.py", "templates/**/*.html", "static/portal/*")


@cache
def release():
    """Differs when the program or what it is told to show differs, the same in every process."""
    files = [file for pattern in PROGRAM for file in settings.BASE_DIR.glob(pattern)]
    newest = max(file.stat().st_mtime_ns for file in files)
    shown = (newest, settings.SITE_NAME, settings.SITE_URL, settings.STATE_BRAND)
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def entity_tag(request, *args, **kwargs):
    return f'"{release()}-{request.reader.version}"'


def conditional(view):
    """Answer 304 without making the page; browsers keep it and always ask whether it changed."""
    answered = condition(etag_func=entity_tag)(view)

    def respond(request, *args, **kwargs):
        response = answered(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True)
        return response

    return respond
