"""The base of every directory's filters: one meaning of the query string, one sentence."""

from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import mark_safe

from search import vocabulary
from search.fields import SORTS, FacetFilter, SortFilter, TextFilter, shared
from search.freshness import current
from search.results import NEAREST, OWN, RELEVANCE, Results, Search
from search.typed import Typed
from territories.filters import TerritoryFilter
from territories.finding import clean
from territories.wording import at


@dataclass
class Option:
    """One value of a facet, and how many results it would leave."""

    id: str
    value: str
    label: str
    count: int
    selected: bool

    @property
    def disabled(self):
        return not self.count and not self.selected

    @property
    def number(self):
        return mark_safe(spaced(self.count))  # noqa: S308 (digits)


@dataclass
class Facet:
    """A group of check boxes."""

    name: str
    label: str
    options: list

    @property
    def chosen(self):
        return sum(option.selected for option in self.options)


class DirectoryFilter(django_filters.FilterSet):
    """Filters all directories share. Subclasses set `kinds` and words, and add `type`.

    `facets_shown` are the groups of check boxes, in order; another filter that is active is shown
    too. `own_order` says that documents carry an order of their own, used before the name.
    """

    kinds = ()
    singular = "entrée"
    plural = "entrées"
    feminine = False
    own_order = False
    facets_shown = ("type_territoire", "theme", "type", "levier", "defi")

    q = TextFilter(label="Mots cherchés")
    territoire = TerritoryFilter(label="Votre territoire")
    type_territoire = shared("type_territoire")
    theme = shared("theme")
    levier = shared("levier")
    defi = shared("defi")
    tri = SortFilter(label="Tri")

    def __init__(self, data=None, queryset=None, *, reader=None, **kwargs):
        self.reader = reader or current()  # first: the choices of the form are of its version
        super().__init__(data, queryset=Search(self.kinds, own_order=self.own_order), **kwargs)

    @cached_property
    def search(self):
        """What is asked, by the parameters that are understood."""
        search = self.queryset
        for name, value in self.cleaned.items():
            search = self.filters[name].filter(search, value)
        return search.refused() if self.problems else search.settled()

    @cached_property
    def results(self):
        return Results(self.search, self.reader)

    @property
    def qs(self):
        return self.results

    @property
    def place(self):
        """The territory asked for, None when there is none or it is not understood."""
        return self.search.place

    @property
    def place_label(self):
        return self.place.label if self.place else ""

    @property
    def where(self):
        """« à Plouhinec (29) », empty without a place."""
        return at(self.place) if self.place else ""

    @property
    def typed(self):
        """What the search field shows again."""
        value = self.data.get("q", "") if self.data else ""
        return clean(value, 300)

    @cached_property
    def cleaned(self):
        """Values understood so far, by parameter; those that are not are left out."""
        return self.form.cleaned_data if self.form.is_bound and self.form.errors is not None else {}

    @property
    def candidates(self):
        """Territories that what was typed may mean, as (found, address of this list for it)."""
        errors = self.form.errors.as_data().get("territoire", [])
        found = [one for error in errors for one in getattr(error, "candidates", [])]
        return [(one, f"?{self.query(territoire=one.territory.code)}") for one in found]

    @cached_property
    def problems(self):
        """What was not understood, in French."""
        return [
            in_brief(error) for errors in self.form.errors.as_data().values() for error in errors
        ]

    @cached_property
    def chosen(self):
        """Active choices as (parameter, value, label), in the order of the form."""
        return [
            (name, value, label)
            for name, filter_ in self.filters.items()
            if name != "tri" and self.cleaned.get(name)
            for value, label in values(filter_, self.cleaned[name])
        ]

    def query(self, *, without=(), **replaced):
        """Query string of the active choices, some left out or replaced, never the page."""
        pairs = [(name, value) for name, value, _ in self.chosen]
        if self.cleaned.get("tri") in SORTS:
            pairs.append(("tri", self.cleaned["tri"]))
        kept = [pair for pair in pairs if pair not in without and pair[0] not in replaced]
        return urlencode([*kept, *((name, value) for name, value in replaced.items() if value)])

    @property
    def tags(self):
        """Each active choice with the address of the list without it."""
        return [
            {
                "label": label,
                "url": address(self.query(without=[(name, value)])),
                "title": f"{label} – retirer ce filtre",
            }
            for name, value, label in self.chosen
        ]

    @property
    def kept_sort(self):
        """What the form sends again with other choices."""
        return self.search.sort

    @property
    def cleared(self):
        """Address of the list with nothing asked but the territory."""
        return address(urlencode([("territoire", self.place.code)]) if self.place else "")

    @property
    def clearing(self):
        """What the link to `cleared` says; nothing when there is only a territory to erase."""
        others = any(name != "territoire" for name, _, _ in self.chosen)
        kept = f" sauf {self.place.label}" if self.place else ""
        return f"Tout effacer{kept}" if others else ""

    @property
    def ticked(self):
        """How many boxes are ticked."""
        return sum(facet.chosen for facet in self.facets)

    @property
    def invitation(self):
        """What the link from the filters to the results says."""
        count = self.results.count()
        if count > 1:
            return f"Voir les {spaced(count)} résultats"
        return "Voir le résultat" if count else "Aucun résultat : que faire ?"

    @cached_property
    def facets(self):
        """Groups of check boxes with their counts: zeros too, so that nothing moves."""
        active = {name for name, _, _ in self.chosen}
        names = [
            name
            for name, filter_ in self.filters.items()
            if isinstance(filter_, FacetFilter) and (name in self.facets_shown or name in active)
        ]
        names.sort(key=(*self.facets_shown, *names).index)
        keys = {name: self.filters[name].facet or name for name in names}
        counts = self.results.facets(tuple(keys.values()))
        return [self.facet(name, counts[keys[name]]) for name in names]

    def facet(self, name, counts):
        asked = self.cleaned.get(name) or ()
        options = [
            Option(id_, value, label, counts[value], value in asked)
            for id_, value, label in self.escaped_choices(name)
        ]
        return Facet(escape(name), self.filters[name].label, options)

    def escaped_choices(self, name):
        """(id, value, label) of a facet's options, safe for a page.

        Escaped once for as long as the index is the same: for each page it took a tenth of it.
        """
        kept, key = self.reader.kept, ("choices", type(self), name)
        if key not in kept:
            kept[key] = [
                (escape(f"{name}-{value}"), escape(value), escape(label))
                for value, label in choices(self.filters[name])
            ]
        return kept[key]

    @property
    def sorts(self):
        """Orders on offer, with their address; relevance needs words and proximity a place."""
        impossible = set()
        if not self.search.typed.is_searchable:
            impossible.add(RELEVANCE)
        if not self.search.has_centre:
            impossible.add(NEAREST)
        offered = {sort: label for sort, label in SORTS.items() if sort not in impossible}
        if self.own_order and RELEVANCE in impossible:
            offered = {OWN: "Ordre habituel"} | offered
        return [
            {
                "label": label,
                "url": address(self.query(tri="" if sort == OWN else sort)),
                "selected": sort == self.search.order,
            }
            for sort, label in offered.items()
        ]

    @property
    def notices(self):
        """What the visitor should know of how the question was understood."""
        asked, match = self.cleaned.get("tri"), self.results.match
        if asked and asked not in SORTS:
            yield f"Le tri « {clean(asked)[:60]} » n’existe pas : l’ordre habituel est gardé."
        elif asked == NEAREST and not self.search.has_centre:
            yield "Pour trier par proximité, indiquez votre commune."
        if self.search.typed.shortened:
            yield "Votre demande est longue : seuls ses premiers mots ont été cherchés."
        for typed, read in match.corrected:
            yield f"Aucune fiche ne contient « {typed} » : voici les résultats pour « {read} »."
        if match.query:  # else the sentence says it all
            for word in match.unknown:
                yield f"Aucune fiche ne contient « {word} »."
        if match.partial and not match.unknown:
            yield (
                "Peu de fiches contiennent tous ces mots : "
                "celles qui n’en contiennent qu’une partie suivent."
            )

    def sentence(self, count):
        """« 7 appuis pour une Petite ville de demain, thème Alimentation, à Plouhinec (29) »."""
        number = f"Aucun{'e' if self.feminine else ''}" if not count else spaced(count)
        noun = self.singular if count <= 1 else self.plural
        labels = {}
        for name, value, label in self.chosen:
            labels.setdefault(name, []).append((value, label))
        words = f" avec « {self.search.typed.text} »" if "q" in labels else ""
        types = [phrase(value) for value, _ in labels.get("type_territoire", ())]
        place = ""
        if self.place:
            place = f", {at(self.place)}" if types else f" pour {self.place.label}"
        others = "".join(
            f", {self.filters[name].label.lower()} {either([label for _, label in labels[name]])}"
            for name in labels
            if name not in ("q", "territoire", "type_territoire")
        )
        if types:
            return f"{number} {noun}{words} pour {either(types)}{others}{place}"
        return f"{number} {noun}{words}{place}{others}"


def values(filter_, value):
    """(value, label) pairs of what one parameter asks."""
    if isinstance(value, Typed):
        return [(value.text, f"« {value.text} »")]
    if isinstance(value, list):
        labels = dict(choices(filter_))
        return [(one, labels.get(one, one)) for one in value]
    return [(getattr(value, "code", value), str(value))]


def choices(filter_):
    found = filter_.extra["choices"]
    return found() if callable(found) else found


def address(query):
    return f"?{query}" if query else "."


def phrase(slug):
    return vocabulary.territory_type_phrases()[slug]


def either(words):
    return " ou ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def spaced(number):
    """« 12 345 », with no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


def in_brief(error):
    """The message of an error, with what was typed cut to what a sentence can hold."""
    typed = {name: clean(str(value))[:60] for name, value in (error.params or {}).items()}
    return str(error.message) % typed if typed else str(error.message)
