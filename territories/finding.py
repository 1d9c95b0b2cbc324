"""Find a territory from what a person types: name, postal code, INSEE code, former commune."""

import difflib
import re
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Length

from territories.models import FormerCommune, PostalCode, Territory
from territories.naming import fold

MAX_TYPED = 100
SHORT_NAME = 2
SHORTEST_INSIDE = 4  # of a name inside a sentence: « y » or « eu » are words first
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Soft hyphen, zero-width blanks, marks of direction: pasted with a text, seen by nobody.
INVISIBLE = re.compile(r"[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
LABEL = re.compile(r"(?P<name>.+?)[ (]+(?P<number>\d{2,3}|2[ab])\)?", re.IGNORECASE)
# PostgreSQL would put the few territories without a population first.
LARGEST_FIRST = (F("population").desc(nulls_last=True), "code")
OTHER_LEVELS = (Territory.Level.EPCI, Territory.Level.DEPARTMENT, Territory.Level.REGION)


@dataclass(frozen=True)
class Found:
    """A territory, and the former name it was found by, if any."""

    territory: Territory
    former: str = ""

    @property
    def label(self):
        if self.former:
            return f"{self.former}, aujourd’hui {self.territory.label}"
        if self.territory.level == Territory.Level.COMMUNE:
            return self.territory.label
        return f"{self.territory.label}, {self.territory.get_level_display().lower()}"

    @property
    def names(self):
        """What it may be called in full, folded."""
        return {self.territory.search_name, fold(self.territory.label), fold(self.former)} - {""}


def clean(text, longest=MAX_TYPED):
    """What was typed, cut to a sensible length, without what no name holds."""
    return " ".join(CONTROLS.sub(" ", INVISIBLE.sub("", text))[:longest].split())


def is_code(text):
    return bool(re.fullmatch(r"\d{2,5}|2[ABab]\d{3}", text))


def find_towns(text, limit):
    """Communes that answer to `text`: by their own name, then a former one; most populated first.

    All those that bear the name, or bore it, and at most `limit` others: names that begin so, then
    former names, then names that hold it. One- or two-letter names come first when typed in full.
    """
    typed = clean(text)
    if is_code(typed.replace(" ", "")):
        return by_code(typed.replace(" ", "").upper(), limit)
    folded = fold(typed)
    if not folded:
        return []
    if labelled := by_label(typed):
        return labelled
    former = by_former_name(folded, limit)
    # No order here: SQLite would then leave the index on names for the one on populations.
    exact = [Found(town) for town in towns().filter(search_name=folded).order_by()]
    bearers = unique([*exact, *(one for one in former if fold(one.former) == folded)])
    begins = towns().filter(search_name__startswith=folded)[: limit + len(bearers)]
    found = unique([*bearers, *(Found(town) for town in begins), *former])
    if len(found) < limit + len(bearers):
        inside = towns().filter(search_name__contains=f" {folded}")[:limit]
        found = unique([*found, *(Found(town) for town in inside)])
    found = found[: limit + len(bearers)]
    short = len(folded) <= SHORT_NAME
    return sorted(
        found,
        key=lambda one: (
            not (short and one.territory.search_name == folded),
            bool(one.former),
            -(one.territory.population or 0),
            one.territory.code,
        ),
    )


def towns():
    return Territory.objects.communes().order_by(*LARGEST_FIRST)


def by_label(typed):
    """Communes meant by a name and its département, as we write it: « Plouhinec (29) »."""
    label = LABEL.fullmatch(typed)
    if not label:
        return []
    department = f"departement-{label['number'].upper()}"
    named = towns().filter(search_name=fold(label["name"]), department=department)
    return [Found(town) for town in named]


def by_code(code, limit):
    """Communes of an INSEE code (former ones too) or of a postal code, whole or begun."""
    posted = PostalCode.objects.filter(code__startswith=code).values("commune")
    matches = Q(code=f"commune-{code}") | Q(code__in=posted)
    whole = len(code) == 5
    found = [Found(town) for town in towns().filter(matches)[: None if whole else limit]]
    former = FormerCommune.objects.filter(insee=code).select_related("commune")
    return unique([*found, *(Found(row.commune, row.name) for row in former)])


def by_former_name(folded, limit):
    former = FormerCommune.objects.filter(search_name__startswith=folded)
    rows = former.select_related("commune").order_by(Length("search_name"), "insee")[:limit]
    return [
        Found(row.commune, row.name) for row in rows if row.search_name != row.commune.search_name
    ]


def named_towns(text, limit=6):
    """Communes named in full, now or formerly, in a sentence: « épicerie à plouhinec ».

    The longest name first, then the most populated. Two queries.
    """
    words = fold(clean(text)).split()
    spans = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    whole = " ".join(words)
    spans = {span for span in spans if len(span) >= SHORTEST_INSIDE or span == whole} - {""}
    if not spans:
        return []
    found = [Found(town) for town in towns().filter(search_name__in=spans)]
    former = FormerCommune.objects.filter(search_name__in=spans).select_related("commune")
    found += [Found(row.commune, row.name) for row in former]
    found.sort(key=lambda one: -max(len(name) for name in one.names & spans))
    return unique(found)[:limit]


def find_wider(text, limit):
    """EPCI, départements and regions whose name begins with, or holds, what was typed."""
    folded = fold(clean(text))
    if not folded or is_code(folded):
        return []
    matches = Q(search_name__startswith=folded) | Q(search_name__contains=f" {folded}")
    rows = Territory.objects.filter(matches, level__in=OTHER_LEVELS)
    return [Found(row) for row in rows.order_by(*LARGEST_FIRST)[:limit]]


def unique(found):
    """Without the second finding of a same town."""
    kept = {}
    for one in found:
        kept.setdefault(one.territory.code, one)
    return list(kept.values())


def resolve(text):
    """The one territory a parameter means: a code, a bare INSEE or postal code, or a name only one
    bears, with or without its département: « Plouhinec (29) ».

    Returns (territory, candidates): territory is None when nothing or several answer.
    """
    typed = clean(text)
    level, dash, number = typed.partition("-")
    codes = [f"{level.lower()}{dash}{number.upper()}", f"commune-{typed.upper()}"]
    exact = Territory.objects.with_ancestors().filter(code__in=codes).first()
    if exact:
        return exact, []
    former = FormerCommune.objects.filter(insee=typed.upper()).first()
    if former:
        return Territory.objects.with_ancestors().get(pk=former.commune_id), []
    candidates = [*find_towns(typed, 10), *find_wider(typed, 5)]
    if re.fullmatch(r"\d{5}", typed):
        named = candidates
    else:
        named = [one for one in candidates if fold(typed) in one.names]
    if len(named) == 1:
        return Territory.objects.with_ancestors().get(pk=named[0].territory.code), []
    return None, named or candidates


def spelling_suggestions(text, limit=5):
    """Names of communes close to a name that answers nothing."""
    folded = fold(clean(text))
    if len(folded) < 3:
        return []
    near = (
        Territory.objects.communes()
        .annotate(length=Length("search_name"))
        .filter(
            search_name__startswith=folded[0],
            length__range=(len(folded) - 2, len(folded) + 2),
        )
        .order_by(*LARGEST_FIRST)
    )
    by_name = {}
    for town in near.only("code", "name", "slug", "level", "search_name", "department_id"):
        by_name.setdefault(town.search_name, town)
    return [by_name[name] for name in difflib.get_close_matches(folded, by_name, limit, 0.7)]
