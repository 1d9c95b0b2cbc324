"""The fields of the index, and a document as Tantivy takes it."""

import json
import zlib

import tantivy

from search.analysis import searched
from search.documents import folded_names

# Raise it when what is indexed changes: every index of an earlier format is then remade.
FORMAT = 1
META = "meta"
RANKS = 2**43  # ranks of names are below it, so that a day and a rank make one number
DEGREE = 10_000  # positions are kept as whole numbers, to some ten metres
FACETS = ("kind", "type", "theme", "levier", "defi", "type_territoire", "etat")
# Texts, by how much a word found there counts.
WEIGHTS = {"title": 6.0, "names": 5.0, "summary": 2.0, "context": 1.5, "body": 1.0}
PHRASED = ("title", "names", "summary", "body")  # where words are known to follow each other


# Looked up whole, never counted: kept in one field as « covers:france », since each field costs.
EXACT = ("acronym", "also_named", "covers", "inside", "rule", "help")


def build_schema():
    fields = tantivy.SchemaBuilder()
    for name in WEIGHTS:
        option = "position" if name in PHRASED else "freq"
        fields.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    fields.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    for name in ("key", "name", "exact"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*FACETS, "order"):
        fields.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    fields.add_integer_field("rank", fast=True)
    fields.add_integer_field("newest", fast=True)
    fields.add_integer_field("digest", fast=True)
    fields.add_integer_field("latitude", fast=True)
    fields.add_integer_field("longitude", fast=True)
    fields.add_boolean_field("spread", fast=True)
    fields.add_bytes_field("card", stored=True)
    return fields.build()


SCHEMA = build_schema()
ADDERS = {
    str: tantivy.Document.add_text,
    bytes: tantivy.Document.add_bytes,
    bool: tantivy.Document.add_boolean,
    int: tantivy.Document.add_integer,
}


def texts(document):
    """What is searched, by field."""
    return {
        "title": [document.title, document.acronym],
        "names": document.names,
        "summary": [document.summary],
        "context": document.context,
        "body": [document.body],
    }


# What a list shows of a document beyond its prose: stored as a row, names once.
CARD = ("source", "pk", "kind", "url", "title", "badge", "badge_class", "details", "points")


def card(document):
    points = document.points if len(document.points) > 1 else []
    return [*(getattr(document, name) for name in CARD[:-1]), points]


def pack(values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(row):
    """What `meta_document` stored in a row of the index."""
    return json.loads(bytes(row["card"][0]))


def read_card(row):
    """What `card` stored in a row of the index, by name."""
    return dict(zip(CARD, unpack(row), strict=True))


def place(name, value):
    """(field, term) by which an exact value is indexed and asked for."""
    return ("exact", f"{name}:{value}") if name in EXACT else (name, value)


def one_of(name, values):
    """The query of documents that have one of these exact values."""
    terms = [place(name, value) for value in values]
    return tantivy.Query.term_set_query(SCHEMA, terms[0][0], [term for _, term in terms])


def content(document):
    """[(field, value)] of all that the index keeps of a document, in a stable order."""
    pairs = [
        ("key", document.key),
        ("kind", document.kind),
        ("name", document.name),
        ("card", pack(card(document))),
    ]
    surface = set()
    for name, values in texts(document).items():
        found = [pair for value in values for pair in searched(value)]
        surface.update(word for word, _ in found)
        pairs.append((name, " ".join(root for _, root in found)))
    pairs.append(("words", " ".join(sorted(surface))))
    many = {
        "acronym": folded_names([document.acronym]),
        "also_named": folded_names(document.names),
        "covers": document.covers,
        "inside": document.inside,
        "rule": document.rule,
        "help": [document.help] if document.help else [],
        **document.facets,
    }
    for name, values in many.items():
        pairs += [place(name, value) for value in sorted(set(values))]
    if document.order:
        pairs.append(("order", f"{document.order} {document.name}"))
    pairs.append(("day", document.day.toordinal() if document.day else 0))
    if document.points:
        for name, degrees in zip(("latitude", "longitude"), document.points[0], strict=True):
            pairs.append((name, round(degrees * DEGREE)))
        pairs.append(("spread", len(document.points) > 1))
    return pairs


def digest(pairs):
    """A number that differs when the content does, kept in the index for `search check`."""
    return zlib.crc32(repr(pairs).encode())


def to_tantivy(pairs, rank):
    """The row of the index for a content; `rank` is the place of its name, see `search.ranks`."""
    row = tantivy.Document()
    for name, value in pairs:
        if name != "day":
            ADDERS[type(value)](row, name, value)
    row.add_integer("digest", digest(pairs))
    row.add_integer("rank", rank)
    row.add_integer("newest", dict(pairs)["day"] * RANKS + RANKS - rank)  # same day: by name
    return row


def meta_document(state):
    """The row that says up to where the log is in the index; committed with the rest."""
    row = tantivy.Document()
    row.add_text("key", META)
    row.add_bytes("card", pack({**state, "format": FORMAT}))
    return row
