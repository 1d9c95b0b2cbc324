"""What every page needs, without a query."""

from django.conf import settings


def site(request):
    return {"SITE_NAME": settings.SITE_NAME, "STATE_BRAND": settings.STATE_BRAND}
