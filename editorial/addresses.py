"""Addresses of the portal as others are given them: whole, with the host."""

import re

from django.conf import settings

WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def site_url(request):
    """Public address of the site, without a final slash: the setting, else that of the request."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, address):
    """A page of the portal for someone elsewhere; a forged host is not handed over."""
    return f"{site_url(request)}{address}"


def leads_to_the_web(url):
    """False for « javascript: » and the like: forms refuse them, fixtures and imports may not."""
    return bool(WEB.match(url or ""))
