"""What differs between two states of an entry, for people: labels, names, words added and cut."""

import difflib
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from taggit.managers import TaggableManager

from editorial.querysets import readable
from editorial.states import changed, has_rows

NOTHING = "(vide)"
HIDDEN = "(une fiche que vous ne lisez pas)"
ALIKE = 0.6  # below, two texts share little more than spaces and articles
WORDS, LINES = re.compile(r"\s+|\w+|[^\w\s]"), re.compile(r"[^\n]*\n|[^\n]+")
MOST = 400_000  # comparisons of pieces: beyond, a long text is compared line by line
KEPT, CUT, ADDED = "kept", "cut", "added"


@dataclass
class Difference:
    """One field that differs. `pieces` are (kept, cut or added, text); lists have no kept ones."""

    name: str
    label: str
    pieces: list[tuple[str, str]] = field(default_factory=list)
    is_list: bool = False


def differences(model, before, after, names=None, reader=None):
    """Differences between two states, in the order of the form; `names` limits them.

    What a state is tied to and `reader`, a user, may not read is not named.
    """
    names = changed(before, after) if names is None else names
    return [
        difference(model._meta.get_field(name), before.get(name), after[name], reader)
        for name in names
    ]


def named(model, keys, reader):
    """{key: name} of rows of a model; gone or not for this reader, they have another one."""
    found = {key: str(row) for key, row in model._base_manager.in_bulk(keys).items()}
    if reader is not None:
        shown = set(readable(model, reader).filter(pk__in=found).values_list("pk", flat=True))
        found = {key: name if key in shown else HIDDEN for key, name in found.items()}
    return {key: found.get(key, f"(disparu : {key})") for key in keys}


def difference(column, before, after, reader=None):
    label = str(column.verbose_name)
    label = label[:1].upper() + label[1:]
    if isinstance(column, TaggableManager | models.ManyToManyField):
        return Difference(
            column.name, label, list_pieces(column, before or [], after, reader), True
        )
    if isinstance(column, models.TextField | models.CharField) and not column.choices:
        return Difference(column.name, label, word_pieces(before or "", after or ""))
    pieces = [(CUT, words(column, before, reader)), (ADDED, words(column, after, reader))]
    return Difference(column.name, label, pieces)


def word_pieces(before, after):
    """What is kept, cut and added, word by word."""
    if not before or not after:
        return [(CUT, before or NOTHING), (ADDED, after or NOTHING)]
    start, end = same_ends(before, after)
    old, new = cut_up(before[start : len(before) - end], after[start : len(after) - end])
    pieces = [(KEPT, before[:start]), *compared(old, new), (KEPT, before[len(before) - end :])]
    kept = sum(len(text) for what, text in pieces if what == KEPT)
    if 2 * kept < ALIKE * (len(before) + len(after)):
        return [(CUT, before), (ADDED, after)]
    return [piece for piece in pieces if piece[1]]


def same_ends(before, after):
    """How many characters two texts share at their start, then at their end, in whole words."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    start = shared(old, new)
    end = shared(old[start:][::-1], new[start:][::-1])
    return sum(map(len, old[:start])), sum(map(len, old[len(old) - end :]))


def shared(old, new):
    """How many first items two lists have in common."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def cut_up(before, after):
    """Two texts as lists of words, of lines when they are long, whole when that is too many."""
    for pieces in (WORDS, LINES):
        old, new = pieces.findall(before), pieces.findall(after)
        if len(old) * len(new) <= MOST:
            return old, new
    return [before], [after]


def compared(old, new):
    """What is kept, cut and added between two lists of pieces of text."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            yield KEPT, "".join(old[old_from:old_to])
            continue
        yield CUT, "".join(old[old_from:old_to])
        yield ADDED, "".join(new[new_from:new_to])


def list_pieces(relation, before, after, reader):
    """What left a list and what came."""
    names = list_names(relation, [*before, *after], reader)
    gone = [(CUT, names(item)) for item in before if item not in after]
    return gone + [(ADDED, names(item)) for item in after if item not in before]


def list_names(relation, items, reader):
    """A function that names an item of a link; one statement for all of them."""
    if isinstance(relation, TaggableManager):
        return str
    if has_rows(relation):
        return row_names(relation, items, reader)
    return named(relation.related_model, set(items), reader).get


def row_names(relation, rows, reader):
    """Name rows of a link table: « Avise (anime) »."""
    model = relation.remote_field.through
    keys = [column for column in model._meta.concrete_fields if column.is_relation]
    known = {
        column.attname: named(
            column.related_model,
            {row[column.attname] for row in rows if column.attname in row},
            reader,
        )
        for column in keys
    }

    def name(row):
        ends = [known[key][row[key]] for key in row if key in known]
        rest = [
            row_words(model._meta.get_field(key), value)
            for key, value in row.items()
            if key not in known and value not in ("", None, False)
        ]
        return f"{', '.join(ends)} ({', '.join(rest)})" if rest else ", ".join(ends)

    return name


def row_words(column, value):
    return str(column.verbose_name) if value is True else words(column, value)


def words(column, value, reader=None):
    """A value as the form shows it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if column.is_relation:
        return named(column.related_model, {value}, reader)[value]
    if isinstance(column, models.DateField):
        return moment(value) if isinstance(column, models.DateTimeField) else day(value)
    return str(value)


def moment(value):
    """A date and time, in the time of the site."""
    found = value if isinstance(value, datetime) else parse_datetime(str(value))
    return date_format(timezone.localtime(found), "j F Y à H:i") if found else str(value)


def day(value):
    found = value if isinstance(value, date) else parse_date(str(value)[:10])
    return date_format(found, "j F Y") if found else str(value)
