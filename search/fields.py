"""The parameters of every list, as django-filter's filters over a `Search`."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from search import vocabulary
from search.results import NAME, NEAREST, NEWEST, RELEVANCE
from search.typed import read

SORTS = {RELEVANCE: "Pertinence", NAME: "Nom", NEWEST: "Plus récents", NEAREST: "Proximité"}


class TextField(forms.CharField):
    """Cleaned to what was typed, as `search.typed.Typed`; None when nothing was."""

    def clean(self, value):
        typed = read(value or "")
        if not typed.text and not (value or "").strip():
            return None
        if not typed.is_searchable:
            message = "« %(typed)s » ne contient aucun mot à chercher. Écrivez un mot plus précis."
            raise ValidationError(message, params={"typed": typed.text})
        return typed


class TextFilter(django_filters.Filter):
    field_class = TextField

    def filter(self, search, typed):
        return search.matching(typed) if typed else search


class ChoiceField(django_filters.MultipleChoiceFilter.field_class):
    """Choices of a closed list; an empty value (`?theme=`) asks for nothing."""

    def to_python(self, value):
        return [one for one in super().to_python(value) if one]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Repeatable parameter over a closed list: OR inside it.

    Values are checked against the list in Python, so that nothing typed reaches the index.
    """

    field_class = ChoiceField

    def __init__(self, *, label=None, choices=None, facet=None, **kwargs):
        self.facet = facet
        super().__init__(
            label=label,
            choices=choices,
            error_messages={
                "invalid_choice": f"« %(value)s » n’est pas une valeur connue pour « {label} »."
            },
            **kwargs,
        )

    def filter(self, search, values):
        return search.where(self.facet or self.field_name, values) if values else search


def shared(parameter):
    """The filter of a list that all directories share."""
    return FacetFilter(
        label=vocabulary.LABELS[parameter], choices=lambda: vocabulary.choices(parameter)
    )


class SortField(forms.CharField):
    """What was typed as it is, NUL included: the list says what it makes of it."""

    def clean(self, value):
        return self.to_python(value)


class SortFilter(django_filters.Filter):
    """How results are ordered; a sort nobody knows is said, and the usual one kept."""

    field_class = SortField

    def filter(self, search, value):
        return search.sorted_by(value) if value in SORTS else search
