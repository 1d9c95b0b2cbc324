"""What every page needs, without a query."""

from django.conf import settings


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "STATE_BRAND": settings.STATE_BRAND,
        "SITE_URL": site_url(request),
    }


def site_url(request):
    """Public address of the site, without a final slash: the setting, else that of the request."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
