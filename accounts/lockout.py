"""Guessing passwords is slowed down: by name and address, and by name alone from many addresses."""

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib import admin
from django.db.models import Sum
from django.shortcuts import render
from django.views.decorators.cache import never_cache


class TwoLimitsHandler(AxesDatabaseHandler):
    """django-axes knows one limit for every count; a name tried from anywhere has a wider one."""

    def get_failures(self, request, credentials=None):
        """The count nearest to its own limit, on the scale of the first."""
        limits = (settings.AXES_FAILURE_LIMIT, settings.FAILURE_LIMIT_ALL_ADDRESSES)
        pairs = zip(self.get_user_attempts(request, credentials), limits, strict=True)
        return max(
            (attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0)
            * settings.AXES_FAILURE_LIMIT
            // limit
            for attempts, limit in pairs
        )


@never_cache
def locked_page(request, original_response, credentials):
    """What a locked-out visitor reads instead of the sign-in page."""
    wait = settings.AXES_COOLOFF_TIME
    context = {
        **admin.site.each_context(request),
        "title": "Connexion bloquée",
        "minutes": round(wait.total_seconds() / 60),
    }
    response = render(request, "accounts/locked.html", context, status=429)
    response.headers["Retry-After"] = round(wait.total_seconds())
    return response
