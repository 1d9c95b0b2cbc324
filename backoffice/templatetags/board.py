"""`{% board as cards %}`: the quality board, on the first page of the admin."""

from django import template

from backoffice.board import cards

register = template.Library()


@register.simple_tag(takes_context=True)
def board(context):
    return cards(context["request"])
