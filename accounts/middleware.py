"""How long a session lives, and what every answer of the back office owes: no cache, a journal."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from accounts import journal, sessions
from accounts.models import JournalLine

ENDED = {
    "idle": "Votre session a pris fin après {} minutes sans activité. Identifiez-vous à nouveau.",
    "old": "Votre session a pris fin au bout de {} heures. Identifiez-vous à nouveau.",
}


class SessionLimitsMiddleware:
    """Signs out after a while without activity, and at the end of the day in any case.

    It acts when the user is first asked for: a page that asks for none reads no session, so
    public pages stay free of cookies and can be kept by caches.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.user = SimpleLazyObject(lambda: self.within_limits(request, user))
        return self.get_response(request)

    def within_limits(self, request, user):
        if not user.is_authenticated:
            return AnonymousUser()
        reason = sessions.outlived(request.session)
        if reason:
            return self.end(request, user, reason)
        sessions.seen(request.session)
        return user

    def end(self, request, user, reason):
        text = ENDED[reason].format(
            settings.SESSION_IDLE_MINUTES if reason == "idle" else settings.SESSION_HOURS
        )
        request.session.flush()
        journal.write(request, JournalLine.Act.EXPIRED, text, user=user)
        messages.warning(request, text, fail_silently=True)
        return AnonymousUser()


class BackOfficeMiddleware:
    """Nothing under the admin is kept by a cache or an index; what it refuses is written down."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            add_never_cache_headers(response)
            response.headers["X-Robots-Tag"] = "noindex"
            if response.status_code == 403 and request.user.is_authenticated:
                detail = f"{request.method} {request.path}"
                journal.write(request, JournalLine.Act.REFUSED, detail)
        return response
