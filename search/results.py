"""A search and its answer: how many, which ones on a page, and what each filter would leave."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import CharField, Value
from django.utils.text import capfirst
from tantivy import Occur, Order, Query

from search.documents import ANY, sources
from search.extracts import extract, mark
from search.matching import Match, match
from search.schema import DEGREE, one_of, read_card
from search.typed import NOTHING_TYPED, Typed
from territories.distance import kilometres

RELEVANCE, NAME, NEWEST, NEAREST = "pertinence", "nom", "recent", "proximite"
OWN = "propre"  # the order of the kind: open supports first, latest publications first
COLUMNS = {NAME: ("rank", Order.Asc), OWN: ("order", Order.Asc), NEWEST: ("newest", Order.Desc)}
MOST_VALUES = 200  # of one facet


@dataclass(frozen=True)
class Search:
    """What is asked. `chosen` are (facet, values); `place` a territory with its ancestors.

    `place_types` are the slugs of the place's own types, when it is a commune: entries reserved to
    other types are left out. `sort` is one of the four, or empty for the order of the kind.
    """

    kinds: tuple[str, ...]
    typed: Typed = NOTHING_TYPED
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: object = None
    place_types: tuple[str, ...] | None = None
    own_order: bool = False
    sort: str = ""
    nothing: bool = False

    model = None  # django-filter asks for these two of what it filters

    def all(self):
        return self

    def where(self, facet, values):
        """Entries that have one of these values."""
        return replace(self, chosen=(*self.chosen, (facet, tuple(values))))

    def for_place(self, place):
        """Entries for a place: the rule of the domain, as `SupportQuerySet.for_place` says it."""
        if place.level != place.Level.COMMUNE:
            return replace(self, place=place, place_types=None)
        types = tuple(place.types.order_by().values_list("slug", flat=True))
        return replace(self, place=place, place_types=types)

    def matching(self, typed):
        """Entries that answer to what was typed; none when it holds no word at all."""
        return replace(self, typed=typed)

    def sorted_by(self, sort):
        return replace(self, sort=sort)

    def refused(self):
        """The same, answered by nothing: something that was asked is not understood."""
        return replace(self, nothing=True)

    def settled(self):
        """The same, sorted as usual when the sort asked for makes no sense here."""
        possible = {RELEVANCE: self.typed.is_searchable, NEAREST: self.has_centre}
        return self if self.sort and possible.get(self.sort, True) else self.sorted_by("")

    @property
    def order(self):
        """How results are sorted: as asked, else by relevance to words, else as is usual here."""
        usual = RELEVANCE if self.typed.is_searchable else OWN if self.own_order else NAME
        return self.sort or usual

    @property
    def has_centre(self):
        return self.place is not None and self.place.latitude is not None


@dataclass
class Hit:
    """One result, its values ready to be shown."""

    source: str
    pk: int
    kind: str
    url: str
    title: str
    badge: str
    badge_class: str
    details: list
    points: list
    kilometres: int | None = None
    summary: str = ""
    extract: str = ""
    marked_title: str = field(default="")

    @property
    def shown_title(self):
        return self.marked_title or self.title

    @property
    def kind_and_badge(self):
        """« Acteur · CRESS »; the kind alone when the badge says the same, or nothing."""
        kind = capfirst(sources()[self.source].singular)
        return kind if self.badge in ("", kind) else f"{kind} · {self.badge}"

    @property
    def distance(self):
        return f"à {self.kilometres} km" if self.kilometres else "sur place"


class Results:
    """The answer to a Search by one Reader: a sequence of hits, for Django's paginator."""

    def __init__(self, search, reader):
        self.search, self.reader, self.searcher = search, reader, reader.searcher

    @cached_property
    def match(self):
        """What the words typed came to; no query when there were none."""
        if not self.search.typed.is_searchable:
            return Match(query=None)
        return match(self.searcher, self.search.typed, self.kinds)

    @property
    def kinds(self):
        return silent(one_of("kind", self.search.kinds))

    def query(self, without=""):
        """The query of all that is asked, but the choice made in one facet."""
        clauses = [self.kinds]
        if self.match.query:
            clauses.append(self.match.query)
        elif self.search.typed.is_searchable:  # words that nothing holds
            clauses.append(Query.empty_query())
        if self.search.place:
            clauses += [silent(one) for one in place_clauses(self.search)]
        clauses += [
            silent(one_of(name, accepted(name, values)))
            for name, values in self.search.chosen
            if name != without
        ]
        return Query.boolean_query([(Occur.Must, clause) for clause in clauses])

    def count(self):
        return self.found

    @cached_property
    def found(self):
        if self.search.nothing:
            return 0
        return self.searcher.search(self.query(), limit=1, count=True).count

    def __len__(self):
        return self.found

    def __getitem__(self, wanted):
        """Hits of a slice, in order. Entries that have just been withdrawn are left out."""
        if not self.found or wanted.stop <= (wanted.start or 0):
            return []
        if self.search.sort == NEAREST:
            ranked = self.nearest[wanted]
        else:
            ranked = [(address, None) for address in self.addresses(wanted)]
        return self.shown([self.hit(address, km) for address, km in ranked])

    def addresses(self, wanted):
        start, limit = wanted.start or 0, wanted.stop - (wanted.start or 0)
        options = {"limit": limit, "offset": start, "count": False}
        if self.search.order != RELEVANCE:
            name, order = COLUMNS[self.search.order]
            options |= {"order_by_field": name, "order": order}
        return [address for _, address in self.searcher.search(self.query(), **options).hits]

    @cached_property
    def nearest(self):
        """[(address, km)] of all that is found, the nearest first, those without a place last."""
        options = {"limit": max(self.found, 1), "count": False, "order_by_field": "rank"}
        hits = self.searcher.search(self.query(), order=Order.Asc, **options).hits
        addresses = [address for _, address in hits]
        here = (self.search.place.latitude, self.search.place.longitude)
        columns = [
            self.searcher.fast_field_values(name, addresses)
            for name in ("latitude", "longitude", "spread")
        ]
        ranked = []
        for address, latitude, longitude, spread in zip(addresses, *columns, strict=True):
            points = self.points(address) if spread else [degrees(latitude, longitude)]
            distances = [kilometres(here, point) for point in points]
            ranked.append((address, None if None in distances else min(distances)))
        return sorted(ranked, key=lambda pair: (pair[1] is None, pair[1] or 0.0))

    def points(self, address):
        return read_card(self.searcher.doc(address))["points"]

    def hit(self, address, km):
        return Hit(
            **read_card(self.searcher.doc(address)), kilometres=None if km is None else round(km)
        )

    def shown(self, hits):
        """Hits with their prose, read in one statement; its words found are marked."""
        prose = read_prose(hits, bodies=bool(self.match.stems))
        kept = [hit for hit in hits if (hit.source, hit.pk) in prose]
        for hit in kept:
            hit.summary, body = prose[hit.source, hit.pk]
            if self.match.stems:
                mark_hit(hit, body, self.match.stems)
        return kept

    def facets(self, names):
        """{facet: {value: count}}: exact, each facet's own choice set aside."""
        chosen = {name for name, _ in self.search.chosen}
        free = tuple(name for name in names if name not in chosen)
        counts = dict(self.counts(free, "")) if free else {}
        for name in names:
            if name in chosen:
                counts |= self.counts((name,), name)
        return {name: with_any(name, counts[name]) for name in names}

    def counts(self, names, without):
        asked = self.search.typed.is_searchable or self.search.place
        if asked or any(name != without for name, _ in self.search.chosen):
            return aggregate(self.searcher, self.query(without), names)
        # Without a filter, what most visits ask and what takes longest: kept with the index.
        key = (self.search.kinds, names)
        if key not in self.reader.kept:
            self.reader.kept[key] = aggregate(self.searcher, self.kinds, names)
        return self.reader.kept[key]


def aggregate(searcher, query, names):
    terms = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    found = searcher.aggregate(query, terms)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
        for name in names
    }


def with_any(name, counts):
    """Entries that are for any territory type count for each."""
    every = counts.get(ANY, 0) if name == "type_territoire" else 0
    return Counts(every, counts)


class Counts:
    """Count of each value, `every` being what counts for all of them."""

    def __init__(self, every, counts):
        self.every, self.counts = every, counts

    def __getitem__(self, value):
        return self.every + self.counts.get(value, 0)


def accepted(name, values):
    return [*values, ANY] if name == "type_territoire" else list(values)


def place_clauses(search):
    """The rule of the domain: coverage that meets the place, types that meet the commune's."""
    place = search.place
    covering = one_of("covers", place.line_codes)
    inside = one_of("inside", [place.code])
    yield Query.boolean_query([(Occur.Should, covering), (Occur.Should, inside)])
    if search.place_types is not None:
        yield one_of("rule", [*search.place_types, ANY])


def degrees(latitude, longitude):
    """A position as the index keeps it, in degrees; (None, None) when there is none."""
    return (None, None) if latitude is None else (latitude / DEGREE, longitude / DEGREE)


def silent(query):
    """The same query, of no weight in the ranking."""
    return Query.const_score_query(query, 0.0)


def read_prose(hits, *, bodies):
    """{(source, pk): (summary, body)} of published entries, in one statement whatever the kinds."""
    wanted = {}
    for hit in hits:
        wanted.setdefault(hit.source, []).append(hit.pk)
    parts = []
    for name, pks in wanted.items():
        entries = sources()[name].model.objects.published().filter(pk__in=pks).order_by()
        label = Value(name, output_field=CharField())
        body = "body" if bodies else Value("", output_field=CharField())
        parts.append(entries.values_list(label, "pk", "summary", body))
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(name, pk): (summary, body) for name, pk, summary, body in rows}


def mark_hit(hit, body, stems):
    """Mark title and summary; say where else when neither holds what was typed."""
    title, summary = mark(hit.title, stems), mark(hit.summary, stems)
    hit.marked_title, hit.summary = title or "", summary or hit.summary
    if not summary:
        hit.extract = extract(body, stems) or ""
