"""{% load entries %}: what templates need to show an entry."""

from django import template

from editorial.markdown import render

register = template.Library()


@register.filter
def markdown(text, top=2):
    """Safe HTML of a Markdown text, its headings beginning at `h<top>`."""
    return render(text, top) if text else ""
