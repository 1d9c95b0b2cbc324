"""What `levier` and `defi` may be, on every list."""

from levers.models import Challenge, Lever


def lever_choices():
    return list(Lever.objects.published().values_list("slug", "title"))


def challenge_choices():
    return list(Challenge.objects.published().values_list("slug", "title"))
