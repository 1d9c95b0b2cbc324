"""What `territoire` and `type_territoire` mean in a query string, on every list."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from territories.finding import resolve


class AmbiguousPlace(ValidationError):
    """What was typed is not one territory; `candidates` are those it may be."""

    def __init__(self, message, candidates):
        super().__init__(message, code="place")
        self.candidates = candidates


class TerritoryField(forms.CharField):
    """A territory code, an INSEE code or a name; cleaned to a Territory with its ancestors."""

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        territory, candidates = resolve(typed)
        if territory is None:
            raise AmbiguousPlace(explain(typed[:60], candidates), candidates)
        return territory


def explain(typed, candidates):
    if len(candidates) > 1:
        return f"Plusieurs territoires répondent à « {typed} » : choisissez le vôtre."
    if candidates:
        return f"Aucun territoire ne s’appelle « {typed} ». Pensiez-vous à celui-ci ?"
    return (
        f"Aucun territoire ne s’appelle « {typed} ». "
        "Écrivez le nom d’une commune ou son code INSEE."
    )


class TerritoryFilter(django_filters.Filter):
    """Keeps what concerns a place: the queryset's own `for_place`."""

    field_class = TerritoryField

    def filter(self, queryset, value):
        return queryset.for_place(value) if value else queryset
