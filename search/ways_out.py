"""What to propose when a list finds nothing: less strict, wider, elsewhere, or someone to call."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from search.documents import sources
from search.results import Results, Search
from search.typed import NOTHING_TYPED
from territories.wording import at

MOST_HELPERS = 4


@dataclass
class WayOut:
    """A link to a list that holds something."""

    label: str
    url: str
    count: int


def ways_out(chosen):
    """Links from a filterset that finds nothing, those that lead to something only."""
    ways = [*without_each(chosen), *wider_places(chosen), *everywhere(chosen)]
    return [way for way in ways if way.count]


def without_each(chosen):
    """The same question less one of its filters."""
    for name, value, label in chosen.chosen:
        if name == "territoire" or len(chosen.chosen) == 1:
            continue
        query = chosen.query(without=[(name, value)])
        search = without_words(chosen) if name == "q" else without_value(chosen, name, value)
        words = label if name == "q" else f"« {label} »"
        yield WayOut(f"Sans {words}", f"?{query}" if query else ".", count(chosen, search))


def without_words(chosen):
    return replace(chosen.search, typed=NOTHING_TYPED)


def without_value(chosen, name, value):
    own = chosen.filters[name].facet or name
    left = [
        (facet, tuple(one for one in kept if (facet, one) != (own, value)))
        for facet, kept in chosen.search.chosen
    ]
    return replace(chosen.search, chosen=tuple(pair for pair in left if pair[1]))


def wider_places(chosen):
    place = chosen.place
    for wider in (place.epci, place.department, place.region) if place else ():
        if wider and wider != place:
            search = chosen.search.for_place(wider)
            label = at(wider)
            url = f"?{chosen.query(territoire=wider.code)}"
            yield WayOut(label[0].upper() + label[1:], url, count(chosen, search))


def everywhere(chosen):
    """The same words in the whole portal."""
    if chosen.search.typed.is_searchable:
        kinds = tuple(source.kind for source in sources().values())
        search = Search(kinds, typed=chosen.search.typed)
        typed = chosen.search.typed.text
        url = f"{reverse('search')}?{urlencode({'q': typed})}"
        yield WayOut(f"« {typed} » dans tout le portail", url, count(chosen, search))


def count(chosen, search):
    return Results(replace(search, nothing=False), chosen.reader).count()


def helpers(chosen):
    """Whom to call: the CRESS and the DLA of the place, else those of the whole country."""
    codes = chosen.place.line_codes if chosen.place else ["france"]
    kinds = tuple(source.kind for source in sources().values())
    search = Search(kinds).where("covers", codes).where("help", ["1-cress", "2-dla"])
    return Results(search, chosen.reader)[:MOST_HELPERS]
