"""The field where Markdown is typed, with what the page will show; choices among many rows."""

from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.forms import ModelMultipleChoiceField
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse

# What staff may type, and what it is for; nothing else is kept by `editorial.markdown`.
HELP = (
    ("Titre", "## Pour commencer"),
    ("Sous-titre", "### En pratique"),
    ("Paragraphe", "Une ligne vide\n\nles sépare."),
    ("Gras", "**à retenir**"),
    ("Italique", "*un mot*"),
    ("Liste", "- une idée\n- une autre"),
    ("Liste numérotée", "1. d’abord\n2. ensuite"),
    ("Lien", "[Avise](https://www.avise.org)"),
    ("Citation", "> Ce que dit la loi."),
)


class MarkdownWidget(AdminTextareaWidget):
    """A text area that works alone; the script adds the count and the preview."""

    class Media:
        css = {"all": ["backoffice/markdown.css"]}
        js = [Script("backoffice/markdown.js", defer=True)]

    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 18, **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        context = {
            "textarea": super().render(name, value, attrs, renderer),
            "address": reverse("preview_markdown"),
            "help": HELP,
        }
        return render_to_string("editorial/markdown_widget.html", context)


LARGEST_KEY = 63  # bits
NO_KEY = "?"


def is_key(column, typed):
    """Whether a base can be asked for this key: no error of its own, whatever was sent."""
    try:
        value = column.to_python(typed)
    except ValidationError:
        return False
    too_large = isinstance(value, int) and value.bit_length() > LARGEST_KEY
    return not too_large and "\x00" not in str(typed)


class KeysMixin:
    """A choice among many rows, to which anything may be sent: what is no key is a wrong choice."""

    def column(self):
        return self.field.remote_field.model._meta.pk

    def value_from_datadict(self, data, files, name):
        sent = super().value_from_datadict(data, files, name)
        if isinstance(sent, list):
            return [self.checked(one) for one in sent]
        return self.checked(sent)

    def checked(self, typed):
        return typed if typed in (None, "") or is_key(self.column(), typed) else NO_KEY

    def optgroups(self, name, value, attr=None):
        known = [one for one in value if one in (None, "") or is_key(self.column(), one)]
        return super().optgroups(name, known, attr)


class KnownRows(ModelMultipleChoiceField):
    """As Django's, which asks the base for any number: SQLite breaks on one too big."""

    def _check_values(self, value):
        forged = [one for one in value if not is_key(self.queryset.model._meta.pk, one)]
        if forged:
            said = self.error_messages["invalid_pk_value"]
            raise ValidationError(said, code="invalid_pk_value", params={"pk": forged[0]})
        return super()._check_values(value)


class ChooseOne(KeysMixin, AutocompleteSelect):
    pass


class ChooseSeveral(KeysMixin, AutocompleteSelectMultiple):
    pass
