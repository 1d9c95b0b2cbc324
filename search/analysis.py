"""French text to the words the index knows: elisions cut, accents folded, common words left out,
endings cut. The same for what is written in an entry and for what a visitor types.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from territories.naming import fold

# A word, or letters with full stops (« E.S.S. »). Elisions fall out as words of one or two letters.
# An accent may be a character of its own after its letter.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
FINAL_X = re.compile(r"(?<=eau|.eu|.ou)x$")  # « -aux » is Snowball's: « locaux » → « local »
FINAL_S = re.compile(r"(?<=[iue])s$")
FEMININE_PARTICIPLE = re.compile(r"ee$")
KEPT_SHORT = 3
STOP_WORDS = frozenset(
    """
    a ai ainsi alors au aucun aussi autre aux avec avoir avons beaucoup bien c car ce ceci cela
    celle celles celui ces cet cette ceux chez ci comme comment d dans de des deja depuis donc
    dont du elle elles en encore entre est et etait etaient etant etc ete etes etre eu eux fait
    faire faut font il ils j jusqu jusque je l la le les leur leurs lors lorsqu lorsque lui m ma
    mais me meme memes mes moi mon n ne ni non nos notre nous on ont ou par parce pas peu peut
    peuvent plus plusieurs pour pourquoi pourrait pouvez puis puisque qu quand que quel quelle
    quelles quels qui quoi sa sans se selon sera serait ses si soit son sont sous souhaite suis
    sur t ta tandis te tel telle tels tes toi ton tous tout toute toutes tres trop tu un une
    vers veut veux voici voila voudrais vos votre vous y
    """.split()  # noqa: SIM905 (words read better as a text)
)
_snowball = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("french")).build()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, without accents, and its stem (empty: not searched)."""

    start: int
    end: int
    folded: str
    stem: str


def folded(word):
    """« É.S.S. » → « ess », « Œuvre » → « oeuvre »; empty for what is no letter of ours."""
    return fold(word.replace(".", "")).replace(" ", "")


@lru_cache(maxsize=200_000)
def stem(word):
    """Stem of a folded word, the same with or without accents; empty for a common word.

    Snowball's French rules need accents and keep some plurals (« lieux », « élus »): those endings
    are cut first.
    """
    if not word or word in STOP_WORDS:
        return ""
    if word.isdigit() or len(word) <= KEPT_SHORT:
        return word
    singular = FINAL_S.sub("", FINAL_X.sub("", word))
    return _snowball.analyze(FEMININE_PARTICIPLE.sub("e", singular))[0]


def words(text):
    """Every `Word` of a text, in order."""
    for match in WORD.finditer(text):
        plain, root = known(match[0])
        if plain:
            yield Word(match.start(), match.end(), plain, root)


@lru_cache(maxsize=200_000)
def known(word):
    """(folded word, stem), the stem empty when the word is not searched."""
    plain = folded(word)
    return plain, stem(plain)


def searched(text):
    """[(folded word, stem)] of a text, in order, common words left out."""
    return [pair for pair in map(known, WORD.findall(text)) if pair[1]]


def stems(text):
    """Stems of a text, in order, common words left out."""
    return [root for _, root in searched(text)]
