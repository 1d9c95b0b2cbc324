"""The back office of accounts: who may come in, for whom they write, what happened to them."""

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.encoding import force_bytes
from django.utils.html import format_html_join
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from accounts import journal, second_factor
from accounts.forms import AccountForm
from accounts.models import Account, JournalLine, Partner
from accounts.rights import manageable_users
from editorial.addresses import absolute
from editorial.admin import StaffAdmin

Act = JournalLine.Act

# Their own screens show the secrets of devices; Django's know no rule of ours.
for model in (TOTPDevice, StaticDevice, User, Group):
    admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(StaffAdmin, auth_admin.UserAdmin):
    """Accounts are made and disabled, never deleted: history names them. Nobody types another's
    password: a link is handed over. Nobody sees who can do more than they can."""

    form = add_form = AccountForm
    add_form_template = None
    list_display = ("username", "last_name", "first_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ("user_permissions",)
    export_exclude = ("password", "is_superuser", "user_permissions")

    def get_queryset(self, request):
        return manageable_users(request.user)

    def get_object(self, request, object_id, from_field=None):
        """Out of reach or unknown: refused alike, and written in the journal as any refusal."""
        user = super().get_object(request, object_id, from_field)
        if user is None:
            raise PermissionDenied
        return user

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        oneself = obj is not None and obj.pk == request.user.pk
        rights = ["groups"] if oneself else ["groups", "partner"]
        if obj is not None:
            rights.insert(0, "is_active")
        if obj is not None and request.user.is_superuser:
            rights += ["is_staff", "is_superuser", "user_permissions"]
        return (
            (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
            ("Droits", {"fields": rights}),
        )

    def get_readonly_fields(self, request, obj=None):
        """One’s own rights are somebody else’s to change: nobody locks themselves out."""
        oneself = obj is not None and obj.pk == request.user.pk
        return ("is_active", "groups", "is_staff", "is_superuser") if oneself else ()

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.actor = request.user
        return form

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple()
        if db_field.name == "user_permissions":
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        values = {}
        if "partner" in form.cleaned_data:
            values["partner"] = form.cleaned_data["partner"]
        if change and "email" in form.changed_data:
            values["proconnect_sub"] = None  # tied by the former address: perhaps someone else
        Account.objects.update_or_create(user=form.instance, defaults=values)
        note_changes(request, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, f"Le compte « {obj} » est créé. Faites-lui un lien.")
        return redirect("admin:auth_user_link", obj.pk)

    def get_urls(self):
        ours = [
            path("<id>/lien/", self.admin_site.admin_view(self.link), name="auth_user_link"),
            path(
                "<id>/second-facteur/",
                self.admin_site.admin_view(self.forget_second_factor),
                name="auth_user_second_factor",
            ),
        ]
        theirs = [url for url in super().get_urls() if url.name != "auth_user_password_change"]
        return ours + theirs

    def changeable(self, request, object_id):
        person = self.get_object(request, object_id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def link(self, request, id):
        """A link to choose a password, made when asked for and shown once."""
        person, link = self.changeable(request, id), ""
        if request.method == "POST" and person.is_active:
            uid = urlsafe_base64_encode(force_bytes(person.pk))
            token = default_token_generator.make_token(person)
            link = absolute(request, reverse("choose_password", args=(uid, token)))
            journal.write(request, Act.LINK, f"à {person.get_username()}")
        context = {"title": "Lien de mot de passe", "person": person, "link": link}
        return self.answer(request, "accounts/link.html", context)

    def forget_second_factor(self, request, id):
        person = self.changeable(request, id)
        if request.method == "POST":
            second_factor.forget(person)
            journal.write(request, Act.DEVICE_RESET, f"de {person.get_username()}")
            messages.success(request, f"Le second facteur de « {person} » est effacé.")
            return redirect("admin:auth_user_change", person.pk)
        context = {"title": "Effacer le second facteur", "person": person}
        return self.answer(request, "accounts/forget_second_factor.html", context)

    def answer(self, request, template, context):
        return render(request, template, {**self.admin_site.each_context(request), **context})


def note_changes(request, form, change):
    """What an administrator did to an account, in the journal."""
    user, changed = form.instance, set(form.changed_data)
    name = user.get_username()
    if not change:
        journal.write(request, Act.CREATED, f"{name} : {rights_in_words(user)}")
        return
    if "is_active" in changed:
        journal.write(request, Act.ENABLED if user.is_active else Act.DISABLED, name)
    if changed & {"groups", "partner", "is_staff", "is_superuser", "user_permissions"}:
        journal.write(request, Act.RIGHTS, f"{name} : {rights_in_words(user)}")
    if changed & {"username", "email"}:
        journal.write(request, Act.IDENTITY, f"{form.initial['username']} : {name}, {user.email}")


def rights_in_words(user):
    words = [group.name for group in user.groups.all()]
    partner = Account.objects.filter(user=user, partner__isnull=False).first()
    words += [str(partner.partner)] if partner else []
    words += ["superutilisateur"] if user.is_superuser else []
    return ", ".join(words) or "aucun droit"


class LookedAt(StaffAdmin):
    """Rows that are read here and written elsewhere."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class RoleAdmin(LookedAt):
    """Roles are written in the program, and made by `bootstrap`."""

    search_fields = ("name",)
    fields = ("name", "granted")

    @admin.display(description="droits")
    def granted(self, group):
        rows = group.permissions.select_related("content_type")
        return format_html_join("", "<li>{}</li>", ((row,) for row in rows))


@admin.register(JournalLine)
class JournalAdmin(LookedAt):
    list_display = ("at", "act", "typed", "address", "detail")
    list_filter = ("act", "at")
    search_fields = ("typed", "detail", "address")
    show_full_result_count = False


@admin.register(Partner)
class PartnerAdmin(StaffAdmin):
    list_display = ("name", "slug", "territory")
    list_select_related = ("territory",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("territory",)
