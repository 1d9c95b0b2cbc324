"""What every page needs, without a query."""

from functools import partial

from django.conf import settings

from editorial.addresses import site_url


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "STATE_BRAND": settings.STATE_BRAND,
        "SITE_URL": partial(site_url, request),  # not asked on the page that refuses a host
    }
