"""What every page needs, without a query."""

from functools import partial

from django.conf import settings


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "STATE_BRAND": settings.STATE_BRAND,
        "SITE_URL": partial(site_url, request),  # not asked on the page that refuses a host
    }


def site_url(request):
    """Public address of the site, without a final slash: the setting, else that of the request."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
