"""What officials type in the search of the whole portal, judged by reading the entries."""

import tomllib
from pathlib import Path

from tests.search.directories import addresses

JUDGED = tomllib.loads(Path(__file__).with_name("queries.toml").read_text())["query"]
AMONG = 5
ENOUGH = 0.95


def towns_shown(page):
    return [link["href"] for link in page.select("main section a[href^='/communes/']")]


def test_the_entries_expected_are_among_the_first_five(get):
    missed, expected = [], 0
    for query in JUDGED:
        found = addresses(get("/recherche/", q=query["text"]).page)[:AMONG]
        expected += len(query["expected"])
        absent = [address for address in query["expected"] if address not in found]
        missed += [f"« {query['text']} » ({query['kind']}) : {address}" for address in absent]
    share = 1 - len(missed) / expected
    told = f"{expected - len(missed)} sur {expected} ({share:.1%}). Manquent :"
    print("\n".join(["", told, *missed]))
    assert share >= ENOUGH, "\n".join([told, *missed])


def test_the_towns_named_are_shown(get):
    missing = {}
    for query in JUDGED:
        if "towns" in query:
            shown = towns_shown(get("/recherche/", q=query["text"]).page)
            if not set(query["towns"]) <= set(shown):
                missing[query["text"]] = shown
    assert missing == {}
