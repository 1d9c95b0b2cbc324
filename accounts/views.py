"""The pages of signing in that Django has not: second factor, first password, ProConnect."""

from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.views import PasswordResetConfirmView, redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from accounts import journal, proconnect, second_factor
from accounts.forms import CodeForm, RecoveryForm
from accounts.models import JournalLine
from accounts.roles import needs_two_factor

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
REFUSED = "Connexion refusée"
Act = JournalLine.Act


def page(request, template, title, status=200, **context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return render(request, f"accounts/{template}.html", context, status=status)


def next_page(request):
    """Where the person was going: a page of this site, else the admin."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("admin:index")


def for_staff_with_two_factors(view):
    """Signed in by password, and in need of a second factor."""

    @wraps(view)
    def guarded(request):
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return redirect_to_login(next_page(request))
        if not needs_two_factor(user):
            return redirect(next_page(request))
        return view(request)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff_with_two_factors
def second_factor_page(request):
    """Asks for the code, or for enrolment when there is no device."""
    if second_factor.is_verified(request):
        return redirect(next_page(request))
    if not second_factor.has_device(request.user):
        return redirect_to_login(next_page(request), reverse("second_factor_enrol"))
    recovery = "secours" in request.GET
    form = (RecoveryForm if recovery else CodeForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        device, wait = second_factor.check(request.user, code, recovery=recovery)
        if device:
            second_factor.accept(request, device)
            journal.write(request, Act.VERIFIED, device.name)
            return redirect(next_page(request))
        journal.write(request, Act.NOT_VERIFIED, f"à réessayer dans {wait} s" if wait else "")
        form.add_error("code", too_early(wait) if wait else "Ce code n’est pas valable.")
    return page(
        request,
        "second_factor",
        "Second facteur",
        form=form,
        recovery=recovery,
        next=next_page(request),
    )


def too_early(wait):
    if wait < 120:
        return f"Trop d’essais. Réessayez dans {wait} seconde{'s' if wait > 1 else ''}."
    return f"Trop d’essais. Réessayez dans {round(wait / 60)} minutes."


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff_with_two_factors
def enrol_page(request):
    """A first device, or another in its place once verified; then ten codes, shown once."""
    user = request.user
    if second_factor.has_device(user) and not second_factor.is_verified(request):
        return redirect_to_login(next_page(request), reverse("second_factor"))
    key = second_factor.pending_key(request.session)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = second_factor.enrol(user, key, form.cleaned_data["code"])
        if device:
            del request.session[second_factor.PENDING_KEY]
            second_factor.accept(request, device)
            journal.write(request, Act.DEVICE)
            return codes_page(request)
        form.add_error("code", "Ce code n’est pas celui de cette clé. Essayez le suivant.")
    return page(
        request,
        "enrol",
        "Activer le second facteur",
        form=form,
        key=second_factor.in_letters(key),
        picture=second_factor.picture(user, key),
        next=next_page(request),
    )


@require_POST
@for_staff_with_two_factors
def renew_codes(request):
    if not second_factor.is_verified(request):
        return redirect_to_login(reverse("admin:index"), reverse("second_factor"))
    journal.write(request, Act.CODES)
    return codes_page(request)


def codes_page(request):
    codes = second_factor.renew_recovery_codes(request.user)
    return page(request, "codes", "Codes de secours", codes=codes, next=next_page(request))


@require_GET
@for_staff_with_two_factors
def my_second_factor(request):
    """What can be done with one's own device, once verified."""
    if not second_factor.is_verified(request):
        return redirect_to_login(request.path, reverse("second_factor"))
    left = second_factor.codes_left(request.user)
    return page(request, "my_second_factor", "Mon second facteur", left=left)


class ChoosePasswordView(PasswordResetConfirmView):
    """The link an administrator hands over: nobody knows another's password."""

    template_name = "accounts/choose_password.html"
    success_url = reverse_lazy("admin:login")
    post_reset_login = False
    title = "Choisir un mot de passe"

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def get_context_data(self, **kwargs):
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}

    def form_valid(self, form):
        response = super().form_valid(form)
        journal.write(self.request, Act.PASSWORD, user=self.user)
        messages.success(self.request, "Votre mot de passe est enregistré. Identifiez-vous.")
        return response


# -- ProConnect ------------------------------------------------------------------------------


def only_when_on(view):
    """Off, these pages do not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not proconnect.is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@method_decorator(only_when_on, name="dispatch")
class ProConnectView(proconnect.OurSettings, OIDCAuthenticationRequestView):
    """Sends to ProConnect, with a state and a nonce kept in the session."""

    def __init__(self, *args, **kwargs):
        if proconnect.is_on():
            super().__init__(*args, **kwargs)


@only_when_on
@require_GET
def proconnect_callback(request):
    """Back from ProConnect."""
    asked = take_state(request)
    destination = request.session.get("oidc_login_next") or reverse("admin:index")
    if asked is None:
        return page(request, "proconnect_refused", REFUSED, status=403)
    if "code" not in request.GET:
        return turned_away(request, f"erreur {request.GET.get('error', '')}")
    try:
        user, token = proconnect.identify(request, asked)
    except proconnect.Refused as reason:
        return turned_away(request, reason)
    except proconnect.Unreachable:
        return page(request, "proconnect_down", "ProConnect ne répond pas", status=503)
    login(request, user, backend=MODEL_BACKEND)
    request.session[proconnect.ID_TOKEN] = token
    if getattr(user, "newly_tied", False):
        journal.write(request, Act.TIED, user=user)
    return redirect(destination)


def take_state(request):
    """What this browser asked for under the state that comes back; None the second time."""
    states = request.session.get("oidc_states", {})
    asked = states.pop(request.GET.get("state", ""), None)
    if asked is not None:
        request.session.modified = True
    return asked


def turned_away(request, reason):
    journal.write(request, Act.FAILED, f"ProConnect : {reason}")
    return page(request, "proconnect_refused", REFUSED, status=403)


@only_when_on
@require_GET
def proconnect_left(request):
    messages.success(request, "Vous êtes déconnecté, de ce site et de ProConnect.")
    return redirect("admin:login")
