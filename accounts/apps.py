from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes et partenaires"

    def ready(self):
        # Django's own events of signing in have no other hook.
        from accounts import journal

        journal.listen()


class StaffAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site: `admin.site` is a `StaffSite` everywhere."""

    default = False
    default_site = "accounts.site.StaffSite"
