"""Words of the index one edit away from a word that finds nothing."""

from string import ascii_lowercase, digits

import tantivy

from search.schema import SCHEMA

SHORTEST = 4  # three letters: only swapped ones are tried
KEPT = 3


def corrections(searcher, word):
    """Words at one edit (a letter missing, added, replaced, or two swapped), most used first.

    `word` is folded. Only words of entries the public sees: deleted documents do not count.
    """
    near = {one: uses(searcher, one) for one in edits(word) if searcher.doc_freq("words", one)}
    return sorted((one for one in near if near[one]), key=lambda one: (-near[one], one))[:KEPT]


def uses(searcher, word):
    return searcher.search(tantivy.Query.term_query(SCHEMA, "words", word, "basic"), limit=1).count


def edits(word):
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    if len(word) < SHORTEST:
        return
    yield from (left + right[1:] for left, right in cuts if right)
    for letter in ascii_lowercase + digits:
        yield from (left + letter + right[1:] for left, right in cuts if right)
        yield from (left + letter + right for left, right in cuts)


def split(searcher, word):
    """« tierslieu » → (« tiers », « lieu »): two known words written as one, or None."""
    pairs = [(word[:i], word[i:]) for i in range(3, len(word) - 2)]
    known = [pair for pair in pairs if all(uses(searcher, part) for part in pair)]
    return max(known, key=lambda pair: min(uses(searcher, part) for part in pair), default=None)
