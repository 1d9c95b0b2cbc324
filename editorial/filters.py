"""What `theme` means in a query string, on every list."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef

from editorial.models import Theme


def theme_choices():
    return list(Theme.objects.values_list("slug", "name"))


class ChoiceField(django_filters.MultipleChoiceFilter.field_class):
    """Choices of a closed list; an empty value (`?theme=`) asks for nothing."""

    def to_python(self, value):
        return [one for one in super().to_python(value) if one]


class ChoiceFilter(django_filters.MultipleChoiceFilter):
    """Repeatable parameter over a closed list, OR inside it, without a join.

    Values are checked against the choices in Python, so that nothing typed reaches the database.
    """

    field_class = ChoiceField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.extra.setdefault(
            "error_messages",
            {"invalid_choice": f"« %(value)s » n’est pas une valeur connue pour « {self.label} »."},
        )

    def filter(self, queryset, value):
        if not value:
            return queryset
        if "__" not in self.field_name:
            return queryset.filter(**{f"{self.field_name}__in": value})
        relation, _, column = self.field_name.partition("__")
        rows = queryset.model._default_manager.filter(
            pk=OuterRef("pk"), **{f"{relation}__{column}__in": value}
        )
        return queryset.filter(Exists(rows))


class ThemeFilter(ChoiceFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, field_name="themes__slug", label="Thème", choices=theme_choices, **kwargs
        )
