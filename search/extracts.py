"""Texts of results with the words found marked: safe HTML, made of what was escaped."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from search.analysis import words

LENGTH = 220
MARKDOWN = re.compile(r"(?m)^\s*(?:#+|[-*>]|\d+\.)\s+|[*_`]{1,3}|\[([^\]]*)\]\([^)]*\)")


def mark(text, stems):
    """The whole text, its words of these stems marked; None when it holds none."""
    spans = [(word.start, word.end) for word in words(text) if word.stem in stems]
    return marked(text, spans) if spans else None


def extract(markdown, stems):
    """The part of a text where most of these stems are, marked; None when it holds none."""
    text = " ".join(MARKDOWN.sub(r"\1", markdown).split())
    found = [word for word in words(text) if word.stem in stems]
    if not found:
        return None
    first = max(found, key=lambda word: (variety(found, word), -word.start))
    start = text.rfind(" ", 0, max(0, first.start - LENGTH // 4)) + 1
    end = text.find(" ", min(len(text), start + LENGTH))
    end = len(text) if end < 0 else end
    spans = [
        (word.start - start, word.end - start)
        for word in found
        if start <= word.start and word.end <= end
    ]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + marked(text[start:end], spans) + after)  # noqa: S308 (escaped)


def variety(found, first):
    """How many different stems stand within an extract that begins at this word."""
    near = (word.stem for word in found if 0 <= word.start - first.start < LENGTH * 3 // 4)
    return len(set(near))


def marked(text, spans):
    parts, done = [], 0
    for start, end in spans:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)
