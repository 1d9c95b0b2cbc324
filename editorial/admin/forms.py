"""The form of an entry: the version it was read at, why it is changed, what it may not become."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField

from editorial.querysets import bearer_of


class EntryForm(forms.ModelForm):
    """`desk` (see `editorial.admin.desk`) is set by the admin on the class it makes a form from."""

    desk = None

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    proposal_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="pourquoi ce changement",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Pour l’équipe : l’historique le garde.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["read_version"] = self.instance.version
        if self.desk and self.desk.proposal:
            self.initial["proposal_version"] = self.desk.proposal.version
            self.initial["reason"] = self.desk.proposal.reason

    def clean_slug(self):
        """An address that leads to another entry for ever cannot be taken."""
        slug = self.cleaned_data["slug"]
        if "slug" not in self.changed_data:
            return slug  # that of an entry merged into another, then opened again
        other = bearer_of(self._meta.model, slug, self.instance.pk)
        if other:
            public = other.status in (other.Status.PUBLISHED, other.Status.ARCHIVED)
            name = f"« {other} »" if public else "une autre fiche"  # a draft may not be theirs
            raise ValidationError(
                f"Cette adresse mène déjà à {name}, qui l’a portée. Choisissez-en une autre."
            )
        return slug

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):  # browsers end lines their own way: nobody changed a text
                cleaned[name] = value.replace("\r\n", "\n")
        if self.instance.is_published and not cleaned.get("summary", "unread"):
            self.add_error("summary", "Une fiche publiée a un résumé.")
        self.keep_what_is_not_shown(cleaned)
        if self.desk and self.desk.problem:
            raise ValidationError(self.desk.problem)
        return cleaned

    def keep_what_is_not_shown(self, cleaned):
        """What is linked already and this user may not read stays linked."""
        if self.instance.pk is None:
            return
        for relation in self.instance._meta.many_to_many:
            chosen = cleaned.get(relation.name)
            if isinstance(relation, ManyToManyField) and chosen is not None:
                offered = self.fields[relation.name].queryset
                hidden = getattr(self.instance, relation.name).exclude(pk__in=offered.values("pk"))
                keys = {row.pk for row in chosen} | set(hidden.values_list("pk", flat=True))
                cleaned[relation.name] = relation.related_model._base_manager.filter(pk__in=keys)
