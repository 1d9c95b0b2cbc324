"""How a name of place is compared: accents, case, hyphens, apostrophes and « st » set aside."""

import re
import unicodedata

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
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)
