"""What the index knows of an entry, and how each app says it.

An app declares its sources in its `documents.py` and registers them when it is ready; the engine
knows documents and nothing of the domain.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from search.relations import attach, linked
from territories.naming import fold

# A filter's value that means « whatever is asked »: an entry that names no territory type.
ANY = "tous"
BATCH = 1000


@dataclass
class Document:
    """One published entry as the index keeps it.

    `facets` are exact values by parameter (`theme`, `levier`…). `covers` are codes of territories,
    `inside` those of their ancestors. `points` are (latitude, longitude) in degrees. `help` ranks
    what to propose when nothing is found. `rule` is the entry's part in the rule of territory
    types: those it is reserved for, or `ANY`.
    """

    source: str
    pk: int
    kind: str
    title: str
    url: str
    acronym: str = ""
    badge: str = ""
    badge_class: str = ""
    details: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    summary: str = ""
    body: str = ""
    context: list[str] = field(default_factory=list)
    facets: dict[str, list[str]] = field(default_factory=dict)
    covers: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    rule: list[str] = field(default_factory=lambda: [ANY])
    points: list[tuple[float, float]] = field(default_factory=list)
    help: str = ""
    order: str = ""
    day: datetime.date | None = None

    @property
    def key(self):
        return key(self.source, self.pk)

    @cached_property
    def name(self):
        """Sort key of a list by name: accents and case set aside."""
        return fold(self.title)

    def place(self, territories):
        """Set where the document is, from territories loaded with nothing else."""
        self.covers = {one.code for one in territories}
        ancestors = {
            code
            for one in territories
            for code in (one.epci_id, one.department_id, one.region_id, "france")
        }
        self.inside = ancestors - {None}


def key(source, pk):
    """Name of a document in the index: « actors.actor:12 »."""
    return f"{source}:{pk}"


class DocumentSource:
    """How the rows of one model become documents. Subclasses declare `model`, `kind`, `label`.

    `label` names the kind, in the plural. `links` are the many-to-many relations that documents
    read, `themes` and `keywords` apart. `depends` maps other models to a function that gives,
    from one of their rows, the keys of the rows of ours that it changes.
    """

    model = None
    kind = ""
    label = ""
    links = ()
    depends = {}

    @property
    def name(self):
        return self.model._meta.label_lower

    @property
    def singular(self):
        """The kind, as a result says it."""
        return self.model._meta.verbose_name

    def rows(self):
        """Published rows, with what their documents need besides `links`."""
        return self.model.objects.published()

    def titles(self):
        """Titles of all published rows: what their order is made of."""
        return self.model.objects.published().order_by().values_list("title", flat=True)

    def document(self, row):
        raise NotImplementedError

    def prepare(self, rows, known):
        """Load for a batch of rows what `rows()` does not; `known` goes from batch to batch."""
        attach(rows, ("themes", "keywords", *self.links), known)

    def documents(self, pks=None, known=None):
        """Documents of the published rows, or of those of `pks` that still are.

        `known` keeps what was read besides, for another call in the same breath.
        """
        rows, known = self.rows().order_by("pk"), {} if known is None else known
        if pks is not None:
            rows = rows.filter(pk__in=pks)
        found = rows.iterator(chunk_size=BATCH)
        while batch := list(islice(found, BATCH)):
            self.prepare(batch, known)
            for row in batch:
                yield self.document(row)

    def entry_document(self, row, **own):
        """What every entry has; `own` completes it."""
        themes = linked(row, "themes")
        facets = {"theme": [theme.slug for theme in themes], **own.pop("facets", {})}
        context = [*(theme.name for theme in themes), *own.pop("context", [])]
        return Document(
            source=self.name,
            pk=row.pk,
            kind=self.kind,
            title=row.title,
            url=row.get_absolute_url(),
            acronym=row.acronym,
            names=[*row.synonym_list, *(tag.name for tag in linked(row, "keywords"))],
            summary=row.summary,
            body=row.body,
            context=context,
            facets=facets,
            day=row.published_on,
            **own,
        )


_sources = {}


def register(*sources):
    for source in sources:
        _sources[source.model._meta.label_lower] = source()


def sources():
    """Every registered source, by the label of its model, in the order of their labels."""
    return dict(sorted(_sources.items()))


def folded_names(names):
    """Names by which a document may be asked for in full, folded."""
    return {fold(name) for name in names if name} - {""}
