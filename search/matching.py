"""Typed words, made a query of the index: stems, prefix, synonyms, and one edit of tolerance."""

import math
from dataclasses import dataclass, field

from tantivy import Occur, Query

from search.analysis import Word, stem
from search.schema import PHRASED, SCHEMA, WEIGHTS, one_of
from search.spelling import corrections, split, uses
from search.synonyms import LONGEST_EXPRESSION, expansions
from territories.naming import fold

NAMED = 60.0  # the whole of what was typed is the name of an entry
ALSO_NAMED = 20.0  # or one of its other names
SYNONYM = 0.4
PREFIX = 0.3  # a longer word, when the word itself is known
SHORTEST_PREFIX = 2
MOST_PREFIXED = 30
ALL_UP_TO = 2  # words of a question that must all be there; beyond, this share of them
SHARE = 0.6
FEW = 3  # fewer answers than that to all the words: those to some of them follow


@dataclass
class Match:
    """What is searched, and what was understood.

    `corrected` are (typed, read) words; `unknown` words that nothing holds; `partial` says that too
    few documents hold enough of the words, so that fewer will do.
    """

    query: Query | None
    stems: set = field(default_factory=set)
    corrected: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    partial: bool = False

    def read(self, typed):
        """What was typed, folded, as it was read: its words corrected."""
        corrected = dict(self.corrected)
        return " ".join(corrected.get(word, word) for word in fold(typed.text).split())


def match(searcher, typed, within):
    """The Match of what was typed, among documents that meet the query `within`."""
    found = Match(query=None)
    units = [phrase_query(one, found) for one in typed.phrases]
    units += list(unit_queries(searcher, typed, found))
    if not units:
        return found
    asked = len(units)
    needed = asked if asked <= ALL_UP_TO else math.ceil(SHARE * asked)
    named = list(names(found.read(typed)))
    enough = 1 if answers(searcher, within, named[:1]) else FEW
    counts = []
    for minimum in range(needed, 0, -1):
        words = Query.boolean_query([(Occur.Should, unit) for unit in units], minimum)
        found.query = Query.boolean_query([(Occur.Should, one) for one in (words, *named)])
        counts.append(answers(searcher, within, [found.query]))
        if counts[-1] >= enough:
            break
    found.partial = counts[-1] > counts[0]
    return found


def names(text):
    """Queries for entries whose title, acronym or other name is this, whole."""
    own = [(Occur.Should, one_of(name, [text])) for name in ("name", "acronym")]
    yield Query.const_score_query(Query.boolean_query(own), NAMED)
    yield Query.const_score_query(one_of("also_named", [text]), ALSO_NAMED)


def unit_queries(searcher, typed, found):
    """One query for each word, or for several that the glossary takes as one expression."""
    words = join(searcher, typed.words)
    known, start = expansions(), 0
    while start < len(words):
        length = next(
            (
                size
                for size in range(min(LONGEST_EXPRESSION, len(words) - start), 1, -1)
                if tuple(word.stem for word in words[start : start + size]) in known
            ),
            1,
        )
        taken = words[start : start + length]
        start += length
        query = unit_query(searcher, taken, start == len(words), found)
        if query is not None:
            yield query


def join(searcher, words):
    """The words, two that follow each other made one where that is how it is written."""
    joined = []
    for word in words:
        if joined and is_one(searcher, joined[-1].folded, word.folded):
            whole = joined.pop().folded + word.folded
            joined.append(Word(word.start, word.end, whole, stem(whole)))
        else:
            joined.append(word)
    return joined


def is_one(searcher, first, second):
    """« co working », « com com »: a word of the glossary, or nobody writes one of the two."""
    if (stem(first + second),) in expansions():
        return True
    return bool(uses(searcher, first + second)) and not (
        uses(searcher, first) and uses(searcher, second)
    )


def unit_query(searcher, taken, is_last, found):
    expression = tuple(word.stem for word in taken)
    options = meanings(expression, found)
    known = answers(searcher, Query.all_query(), options)
    if is_last and len(taken) == 1 and len(taken[0].folded) >= SHORTEST_PREFIX:
        longer = prefixed(searcher, taken[0].folded) - set(expression)
        found.stems.update(longer)
        options += [Query.boost_query(anywhere(one), PREFIX if known else 1.0) for one in longer]
        # The dictionary still has words of entries withdrawn since: ask for what they find.
        known = known or answers(searcher, Query.all_query(), options)
    if not known:
        return corrected_query(searcher, taken, found)
    return Query.disjunction_max_query(options, 0.1)


def meanings(expression, found):
    """Queries for an expression, and for those the glossary says mean the same."""
    found.stems.update(expression)
    options = [Query.boolean_query([(Occur.Must, anywhere(one)) for one in expression])]
    for synonym in expansions().get(expression, ()):
        options.append(Query.boost_query(expression_query(synonym), SYNONYM))
        if len(synonym) == 1:
            found.stems.update(synonym)
    return options


def corrected_query(searcher, taken, found):
    """Words one edit away, or two words written as one; None when nothing is near."""
    if len(taken) > 1:
        found.unknown.append(" ".join(word.folded for word in taken))
        return None
    typed = taken[0].folded
    near = corrections(searcher, typed)
    if near:
        found.corrected.append((typed, near[0]))
        return Query.disjunction_max_query(
            [one for word in near for one in meanings((stem(word),), found)]
        )
    parts = split(searcher, typed)
    if parts:
        found.corrected.append((typed, " ".join(parts)))
        found.stems.update(map(stem, parts))
        return Query.boolean_query([(Occur.Must, anywhere(stem(one))) for one in parts])
    found.unknown.append(typed)
    return None


def prefixed(searcher, beginning):
    """Stems of the most used words that begin so."""
    longer = searcher.terms_with_prefix("words", beginning, limit=MOST_PREFIXED)
    return {stem(word) for word, _ in longer} - {""}


def answers(searcher, within, options):
    """How many documents that meet `within` answer to one of the queries."""
    either = Query.boolean_query([(Occur.Should, one) for one in options])
    both = Query.boolean_query([(Occur.Must, either), (Occur.Must, within)])
    return searcher.search(both, limit=1).count


def anywhere(word):
    """A stem in any text of a document, the best place counting."""
    return Query.disjunction_max_query(
        [
            Query.boost_query(Query.term_query(SCHEMA, name, word), weight)
            for name, weight in WEIGHTS.items()
        ],
        0.2,
    )


def expression_query(expression):
    """Stems that follow each other in one text of a document."""
    if len(expression) == 1:
        return anywhere(expression[0])
    return Query.disjunction_max_query(
        [
            Query.boost_query(Query.phrase_query(SCHEMA, name, list(expression)), WEIGHTS[name])
            for name in PHRASED
        ],
        0.2,
    )


def phrase_query(expression, found):
    found.stems.update(expression)
    return expression_query(expression)
