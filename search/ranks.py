"""Alphabetical order as whole numbers: sorting by them costs the same on any page of any list.

Sorting by the names themselves makes Tantivy read one for each entry that comes before the page:
nine seconds for the six-thousandth page.
"""

from bisect import bisect_left

from tantivy import Query

from search.schema import SCHEMA

STEP = 2**20  # left between two names, for those that come later


class Crowded(Exception):
    """No number is left between two names: the index is to be made again."""


class AllRanks:
    """Ranks of names that are all known beforehand."""

    def __init__(self, names):
        self.names = sorted(set(names))

    def rank(self, name):
        return (bisect_left(self.names, name) + 1) * STEP


class RanksBetween:
    """Ranks of a few names that come among those of an index."""

    def __init__(self, searcher):
        self.searcher = searcher
        self.names = sorted(name for name, _ in searcher.terms_with_prefix("name", ""))
        self.given = {}

    def rank(self, name):
        """Raises Crowded when there is no place left."""
        place = bisect_left(self.names, name)
        rank = self.known(name)
        if rank is None:
            rank = self.between(place)
        if name not in self.names[place : place + 1]:
            self.names.insert(place, name)
        self.given[name] = rank
        return rank

    def known(self, name):
        """The rank of a name given here or in the index; None when its entries are gone."""
        if name in self.given:
            return self.given[name]
        same = Query.term_query(SCHEMA, "name", name, index_option="basic")
        hits = self.searcher.search(same, limit=1, count=False, order_by_field="rank").hits
        return hits[0][0] if hits else None

    def between(self, place):
        low = next(self.ranks(reversed(self.names[:place])), 0)
        high = next(self.ranks(self.names[place:]), low + 2 * STEP)
        if high - low < 2:
            raise Crowded
        return (low + high) // 2

    def ranks(self, names):
        return (rank for rank in map(self.known, names) if rank is not None)
