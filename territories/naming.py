"""How a name of place is compared: accents, case, hyphens, apostrophes and « st » set aside."""

import re
import unicodedata

ACCENTS = re.compile("[\u0300-\u036f]+")
WORD = re.compile("[a-z0-9]+")
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text):
    """« St-Loup-s/Semouse » → « saint loup sur semouse ». Letters and digits, single blanks."""
    text = (
        re.sub(r"\b[sS]/", "sur ", text)
        .replace("œ", "oe")
        .replace("Œ", "OE")
        .replace("æ", "ae")
        .replace("Æ", "AE")
    )
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    words = WORD.findall(plain)
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)
