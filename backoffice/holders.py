"""Which models hold addresses, in which fields, and which entries show what they hold.

Found through the registry of apps: a new kind of entry, or a new field, is read without a word
here. History and what visitors send are not entries' own text, and are left out.
"""

import functools

from django.apps import apps
from django.db import models
from django.db.models import Q

from backoffice.models import LinkPlace
from editorial.markdown import parser
from editorial.models import Entry

NEVER_SHOWN = {"review_note"}
SCHEMES = ("http://", "https://", "//")


@functools.cache
def entry_models():
    """Concrete kinds of entries."""
    return [model for model in apps.get_models() if issubclass(model, Entry)]


@functools.cache
def holders():
    """Entries, then the models tied to them that have an address: sources, local carriers…"""
    entries = entry_models()
    near = {"editorial"} | {model._meta.app_label for model in entries}
    tied = [
        model
        for model in apps.get_models()
        if model._meta.app_label in near
        and not issubclass(model, Entry)
        and not hasattr(model, "instance_type")  # a model of history
        and url_fields(model)
        and any(ways(entry, model) for entry in entries)
    ]
    return [*entries, *tied]


def url_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, models.URLField)]


def text_fields(model):
    """Fields that may hold Markdown. All long texts of entries: none is worth missing."""
    if not issubclass(model, Entry):
        return []
    texts = [field for field in model._meta.concrete_fields if type(field) is models.TextField]
    return [field for field in texts if field.name not in NEVER_SHOWN]


def addresses_in(model, values):
    """{field name: {addresses}} of a row, given as a dict of its values."""
    found = {}
    for field in url_fields(model):
        if values[field.name]:
            found[field.name] = {clean(values[field.name])}
    for field in text_fields(model):
        if "//" in values[field.name]:
            found[field.name] = set(markdown_addresses(values[field.name]))
    return found


def markdown_addresses(text):
    """Addresses a Markdown text leads to, outside the portal."""
    for token in parser.parse(text):
        for child in token.children or ():
            if child.type == "link_open":
                href = str(child.attrGet("href"))
                if href.lower().startswith(SCHEMES):
                    yield clean(f"https:{href}" if href.startswith("//") else href)


def clean(url):
    """The address asked of the site: the place in the page (`#…`) stays with the browser."""
    return url.strip().partition("#")[0]


def ways(entry, holder):
    """How rows of an entry show rows of a holder: (table, its field to one, key of the other)."""
    return [*forward_ways(entry, holder), *backward_ways(entry, holder)]


def forward_ways(entry, holder):
    """The entry names the holder: its sources."""
    for field in entry._meta.many_to_many:
        if field.related_model is holder:
            through = field.remote_field.through
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            yield through, own, f"{other}_id"


def backward_ways(entry, holder):
    """The holder names the entry: a local carrier, of an actor for a support."""
    for field in holder._meta.concrete_fields:
        if field.many_to_one and field.related_model is entry:
            yield holder, field.name, "pk"


def showing(entry, keys_of):
    """Condition on rows of an entry: they show a holder whose key is in `keys_of(holder)`.

    Lists of keys rather than `Exists`: among 250,000 rows each is read once, not once a row.
    """
    condition = Q(pk__in=keys_of(entry))
    for holder in holders():
        if not issubclass(holder, Entry):
            for table, own, key in ways(entry, holder):
                rows = table._default_manager.order_by().filter(**{f"{key}__in": keys_of(holder)})
                condition |= Q(pk__in=rows.values(f"{own}_id"))
    return condition


def shown_by_published(holder, keys):
    """Those of these rows of a holder that a published entry shows."""
    shown = set()
    for entry in entry_models():
        for table, own, key in ways(entry, holder):
            rows = table._default_manager.order_by().filter(
                **{f"{own}__status": Entry.Status.PUBLISHED, f"{key}__in": keys}
            )
            shown.update(rows.values_list(key, flat=True).distinct())
    return shown


def places_of_rows(entry, pks):
    """Places where the addresses these rows show were read: their own and those tied to them."""
    condition = Q(holder=entry._meta.label, object_id__in=pks)
    for holder in holders():
        if not issubclass(holder, Entry):
            condition |= Q(holder=holder._meta.label, object_id__in=tied_keys(entry, holder, pks))
    return LinkPlace.objects.filter(condition)


def tied_keys(entry, holder, pks):
    """Keys of the rows of a holder that these entries show."""
    keys = set()
    for table, own, key in ways(entry, holder):
        rows = table._default_manager.order_by().filter(**{f"{own}__in": pks})
        keys.update(rows.values_list(key, flat=True))
    return keys
