"""{% load entries %}: what templates need to show an entry."""

from django import template

from editorial.addresses import leads_to_the_web
from editorial.markdown import render

register = template.Library()


@register.filter
def markdown(text, top=2):
    """Safe HTML of a Markdown text, its headings beginning at `h<top>`."""
    return render(text, top) if text else ""


@register.filter
def on_the_web(url):
    """Whether an address of the content may be a link, however it came into the base."""
    return leads_to_the_web(url)
