"""The forms of signing in and of accounts."""

import re

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from accounts.models import Account, Partner
from accounts.rights import giveable_groups
from accounts.roles import PARTNER

ONE_TIME = {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}


class SignInForm(AdminAuthenticationForm):
    """Django leaves the length of a name to the browser; a column has one."""

    def clean_username(self):
        typed = self.cleaned_data["username"]
        if len(typed) > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return typed


class CodeForm(forms.Form):
    """Six digits, with or without spaces."""

    pattern = re.compile(r"[0-9]{6}")
    code = forms.CharField(
        label="Code à six chiffres",
        max_length=20,
        widget=forms.TextInput({**ONE_TIME, "inputmode": "numeric"}),
        error_messages={"required": "Tapez le code affiché par votre application."},
    )

    def clean_code(self):
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"]).lower()
        if not self.pattern.fullmatch(code):
            raise forms.ValidationError(self.wrong)
        return code

    wrong = "Ce code n’a pas six chiffres."


class RecoveryForm(CodeForm):
    pattern = re.compile(r"[a-z2-7]{8}")
    code = forms.CharField(
        label="Code de secours",
        max_length=20,
        widget=forms.TextInput({**ONE_TIME, "autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "Tapez l’un de vos codes de secours."},
    )
    wrong = "Un code de secours a huit lettres et chiffres."


class AccountForm(forms.ModelForm):
    """Who someone is and what they may do; a partner writes for one body and nothing else.

    `actor` (who fills the form in) is set by the admin.
    """

    actor = None
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label="Partenaire",
        required=False,
        help_text="Pour le groupe Partenaire seulement.",
    )

    class Meta:
        model = get_user_model()
        fields = ["username", "email", "groups"]  # the admin says which, for whom

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"].queryset = giveable_groups(self.actor)
            self.fields["groups"].help_text = "Ce que le compte peut faire."
        if self.instance.pk and "partner" in self.fields:
            account = Account.objects.filter(user=self.instance).first()
            self.fields["partner"].initial = account.partner_id if account else None

    def clean_email(self):
        """ProConnect knows an account by its address: two accounts do not share one."""
        address = self.cleaned_data["email"]
        others = get_user_model().objects.exclude(pk=self.instance.pk)
        if address and others.filter(email__iexact=address).exists():
            raise forms.ValidationError("Un autre compte a déjà cette adresse.")
        return address

    def clean(self):
        cleaned = super().clean()
        if "groups" not in self.fields:  # one's own account
            return cleaned
        names = {group.name for group in cleaned.get("groups", Group.objects.none())}
        above = cleaned.get("is_superuser", self.instance.is_superuser)
        if PARTNER in names and not cleaned.get("partner"):
            self.add_error("partner", "Un compte du groupe Partenaire a un partenaire.")
        if PARTNER in names and (len(names) > 1 or above):
            self.add_error("groups", "Un compte de partenaire n’a pas d’autre groupe.")
        if cleaned.get("partner") and PARTNER not in names:
            self.add_error("partner", "Un partenaire va avec le groupe Partenaire.")
        return cleaned
