"""What a visitor typed in a search field: words, and phrases between quotes."""

import re
from dataclasses import dataclass

from search.analysis import Word, words
from territories.finding import clean

LONGEST = 300
MOST_WORDS = 16
QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True)
class Typed:
    """`text` is what the field shows again; `words` may be searched for loosely, `phrases` not."""

    text: str = ""
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    shortened: bool = False

    @property
    def is_searchable(self):
        return bool(self.words or self.phrases)


def read(raw):
    """Any text at all, made a `Typed`: operators mean nothing, what no word holds is left out."""
    text = clean(raw, LONGEST)
    phrases = [
        tuple(word.stem for word in words("".join(match.groups(""))) if word.stem)
        for match in QUOTED.finditer(text)
    ]
    loose = [word for word in words(QUOTED.sub(" ", text)) if word.stem]
    return Typed(
        text=text,
        words=tuple(loose[:MOST_WORDS]),
        phrases=tuple(phrase for phrase in phrases[:MOST_WORDS] if phrase),
        shortened=len(raw) > LONGEST or len(loose) > MOST_WORDS,
    )


NOTHING_TYPED = Typed()
