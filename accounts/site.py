"""The admin site: staff only, and with a second factor for whoever needs one."""

from functools import partial

from django.contrib.admin.sites import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts import journal, proconnect
from accounts.forms import SignInForm
from accounts.models import JournalLine
from accounts.roles import needs_two_factor
from accounts.second_factor import is_verified
from editorial.exports import export_list


class StaffSite(AdminSite):
    """Any view that shows more to staff asks `has_permission`, never `user.is_staff` alone."""

    login_form = SignInForm

    def has_permission(self, request):
        return super().has_permission(request) and not awaits_second_factor(request)

    def admin_view(self, view, cacheable=False):
        if view == self.logout:  # whoever is signed in may leave, verified or not
            return never_cache(view)
        guarded = super().admin_view(view)  # never cached, whatever the view says

        def ask_for_second_factor_first(request, *args, **kwargs):
            if awaits_second_factor(request):
                return redirect_to_login(request.get_full_path(), reverse("second_factor"))
            return guarded(request, *args, **kwargs)

        return ask_for_second_factor_first

    def get_urls(self):
        """Beside each list, its export; and our way from a row to its page, before Django's."""
        exports = [
            path(
                f"{model._meta.app_label}/{model._meta.model_name}/export/",
                self.admin_view(partial(export_list, model_admin)),
                name=f"{model._meta.app_label}_{model._meta.model_name}_export",
            )
            for model, model_admin in self._registry.items()
        ]
        address = "r/<path:content_type_id>/<path:object_id>/"
        on_site = path(address, self.admin_view(self.on_site), name="view_on_site")
        return [on_site, *exports, *super().get_urls()]

    def on_site(self, request, content_type_id, object_id):
        """As Django’s, for rows this user may read: an address tells a title."""
        number = content_type_id if content_type_id.isdecimal() else None
        kind = ContentType.objects.filter(pk=number).first()
        model_admin = self._registry.get(kind.model_class()) if kind else None
        if model_admin is None or not model_admin.has_view_or_change_permission(request):
            raise Http404
        if model_admin.get_object(request, object_id) is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        if request.method == "GET" and awaits_second_factor(request):
            asked = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
            return redirect_to_login(asked, reverse("second_factor"))
        context = {"proconnect": proconnect.is_on(), **(extra_context or {})}
        return super().login(request, context)

    def password_change(self, request, extra_context=None):
        response = super().password_change(request, extra_context)
        if response.status_code == 302:
            journal.write(request, JournalLine.Act.PASSWORD)
        return response

    def logout(self, request, extra_context=None):
        """Also at ProConnect, for who came from there."""
        token = request.session.get(proconnect.ID_TOKEN)
        response = super().logout(request, extra_context)
        if request.method == "POST" and token and proconnect.is_on():
            return proconnect.leaving_page(request, token)
        return response


def awaits_second_factor(request):
    user = request.user
    if not (user.is_active and user.is_staff) or is_verified(request):
        return False
    return needs_two_factor(user)
