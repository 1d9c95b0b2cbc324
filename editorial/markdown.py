"""Markdown of entries to safe HTML: no raw HTML, few tags, headings set under the page's own."""

import functools

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "code",
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
DEEPEST = 5

parser = MarkdownIt("commonmark", {"html": False})


@functools.lru_cache(maxsize=2048)
def render(text, top=2):
    """HTML of a Markdown text; its first level of headings (`##`) becomes `h<top>`.

    A pure function of its text: kept, since a lever's page renders some sixty of them.
    """
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = max(2, int(token.tag[1])) + top - 2
            token.tag = f"h{min(level, DEEPEST)}"
    html = parser.renderer.render(tokens, parser.options, {})
    cleaned = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel="noopener"
    )
    return mark_safe(cleaned)  # noqa: S308 (nh3 has just cleaned it)
