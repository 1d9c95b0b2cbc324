"""What `levier` and `defi` mean in a query string, on every list."""

from editorial.filters import ChoiceFilter
from levers.models import Challenge, Lever


def lever_choices():
    return list(Lever.objects.published().values_list("slug", "title"))


def challenge_choices():
    return list(Challenge.objects.published().values_list("slug", "title"))


class LeverFilter(ChoiceFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, field_name="levers__slug", label="Levier", choices=lever_choices, **kwargs
        )


class ChallengeFilter(ChoiceFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, field_name="challenges__slug", label="Défi", choices=challenge_choices, **kwargs
        )
