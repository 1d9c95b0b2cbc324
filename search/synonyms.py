"""Words that mean the same: each app may give groups, read again when the content changes."""

from search.analysis import stems
from search.freshness import per_version

LONGEST_EXPRESSION = 8
_providers = []


def register(provider):
    """`provider()` gives groups (names, others): its names, and other words for them."""
    _providers.append(provider)


@per_version
def expansions():
    """{expression: expressions that answer it too}, an expression being a tuple of stems.

    A name answers to all its other words; another word answers to the names only, so that two
    loose synonyms of one term do not stand for each other.
    """
    answers = {}
    for provider in _providers:
        for texts, other_texts in provider():
            names, others = expressions(texts), expressions(other_texts)
            for name in names:
                answers.setdefault(name, set()).update(names | others)
            for other in others:
                answers.setdefault(other, set()).update(names)
    return {one: sorted(found - {one}) for one, found in answers.items()}


def expressions(texts):
    found = {tuple(stems(text)) for text in texts}
    return {one for one in found if 0 < len(one) <= LONGEST_EXPRESSION}
