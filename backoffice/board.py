"""The quality board: the first page of the back office says what there is to do, and where.

Each number is a link to the very list it counts: both go through the same admin and the same
filters. What a person may not see is not counted. Apps above add cards with `register`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse

from backoffice import counting
from editorial.admin.quality import QualityFilter
from editorial.models import entry_models

CARDS: list[Callable] = []


def register(build):
    """Add a card: `build(desk)` returns a `Card`, or None when it is not for this person."""
    CARDS.append(build)
    return build


@dataclass
class Line:
    """A list to open and how many rows it has."""

    label: str
    url: str
    rows: object
    count: int = 0

    @property
    def words(self):
        return counting.in_words(self.count)


@dataclass
class Group:
    """Lines under one heading: « Jamais vérifiées », by kind."""

    lines: list
    title: str = ""


@dataclass
class Card:
    """One thing to look after. `todo` says what to do, `empty` that there is nothing."""

    title: str
    todo: str
    empty: str
    groups: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    is_counted: bool = False

    def count(self):
        """Count every list of the card in one statement; those without a row are not shown."""
        if self.is_counted:
            return self
        self.is_counted = True
        lines = [line for group in self.groups for line in group.lines]
        for line, count in zip(lines, counting.counts([one.rows for one in lines]), strict=True):
            line.count = count
        for group in self.groups:
            group.lines = [line for line in group.lines if line.count]
        self.groups = [group for group in self.groups if group.lines]
        return self

    @property
    def is_empty(self):
        return not (self.groups or self.notes)


@dataclass
class Desk:
    """Who looks at the board, and the lists this person may open."""

    request: object
    site: object = field(default_factory=lambda: admin.site)

    @property
    def user(self):
        return self.request.user

    @cached_property
    def kinds(self):
        """Kinds of entries this person sees, with their admin."""
        admins = [(model, self.admin_of(model)) for model in entry_models()]
        return [(model, found) for model, found in admins if found is not None]

    def admin_of(self, model):
        """The admin of a model, None when there is none for this person."""
        found = self.site._registry.get(model)
        return found if found and found.has_view_or_change_permission(self.request) else None

    def entries(self, title="", **query):
        """The lists of entries with these parameters, one line a kind that knows them."""
        lines = []
        for model, model_admin in self.kinds:
            rows = self.narrowed(model_admin, query)
            if rows is not None:
                name = str(model._meta.verbose_name_plural)
                lines.append(self.line(model, name[:1].upper() + name[1:], rows, query))
        return Group(lines, title)

    def narrowed(self, model_admin, query):
        """Rows a list shows with these parameters, None when it does not have these filters."""
        filters = {
            one.parameter_name: one
            for one in model_admin.get_list_filter(self.request)
            if isinstance(one, type) and issubclass(one, QualityFilter)
        }
        rows = model_admin.get_queryset(self.request)
        for name, value in query.items():
            if name == "status__exact":
                rows = rows.filter(status=value)
            elif name in filters:
                rows = filters[name].kept(rows, value, self.user)
            else:
                return None
        return rows

    def line(self, model, label, rows, query):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        return Line(label, f"{reverse(name)}?{urlencode(query)}", rows)


def cards(request):
    """The cards for this person, counted, in the order they were registered."""
    desk = Desk(request)
    with counting.uncompiled():
        built = [build(desk) for build in CARDS]
        return [card.count() for card in built if card is not None]
