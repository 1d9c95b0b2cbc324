"""Where links come from and where they are: read from every entry, a thousand rows at a time."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Window
from django.db.models.functions import RowNumber
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from backoffice.addresses import host_of
from backoffice.holders import (
    addresses_in,
    entry_models,
    holders,
    places_of_rows,
    showing,
    shown_by_published,
    text_fields,
    tied_keys,
    url_fields,
)
from backoffice.models import Link, LinkPlace, digest_of
from editorial.models import Entry

CHUNK = 1000
TITLE = LinkPlace._meta.get_field("title").max_length


@dataclass(frozen=True)
class Place:
    """Where a link is used, for a person: the entry, the field, the page that changes it."""

    title: str
    kind: str
    field: str
    admin_url: str
    published: bool
    total: int  # places of this link in all


def collect(tell=lambda: None):
    """Read every entry again. Returns how many addresses are used; `tell` is called on the way."""
    for holder in holders():
        last = -1
        while last is not None:
            last = collect_chunk(holder, last)
            tell()
    refresh_uses(Link.objects.all())
    return Link.objects.used().count()


def collect_entry(entry):
    """Read one entry again, with its sources and carriers. Returns its links."""
    model, pks = type(entry), [entry.pk]
    before = set(places_of_rows(model, pks).values_list("link_id", flat=True))
    collect_rows(model, pks)
    for holder in holders():
        if not issubclass(holder, Entry):
            collect_rows(holder, tied_keys(model, holder, pks))
    after = set(places_of_rows(model, pks).values_list("link_id", flat=True))
    refresh_uses(Link.objects.filter(pk__in=before | after))
    return Link.objects.filter(pk__in=after)


def collect_chunk(holder, last):
    """Read the rows that follow this key; the last key read, None at the end."""
    now = timezone.now()
    rows = list(read_rows(holder.objects.filter(pk__gt=last))[:CHUNK])
    end = rows[-1]["pk"] if len(rows) == CHUNK else None
    places = LinkPlace.objects.of(holder).filter(object_id__gt=last)
    write_places(holder, rows, places.filter(object_id__lte=end) if end else places, now)
    return end


def collect_rows(holder, pks):
    now = timezone.now()
    rows = list(read_rows(holder.objects.filter(pk__in=pks)))
    write_places(holder, rows, LinkPlace.objects.of(holder).filter(object_id__in=pks), now)


def read_rows(queryset):
    """Only what can hold an address: as dicts, by key."""
    fields = {field.name for field in [*url_fields(queryset.model), *text_fields(queryset.model)]}
    names = {field.name for field in queryset.model._meta.concrete_fields}
    wanted = fields | ({"title", "status", "slug", "updated_at"} & names)
    return queryset.order_by("pk").values("pk", *sorted(wanted))


@transaction.atomic
def write_places(holder, rows, places, now):
    """Make the places of these rows those of their text, as read at `now`."""
    wanted, by_pk = {}, {row["pk"]: row for row in rows}
    for pk, row in by_pk.items():
        for field, urls in addresses_in(holder, row).items():
            wanted.update({(pk, field, digest_of(url)): url for url in urls})
    links = known_links({digest: url for (_, _, digest), url in wanted.items()})
    kept = {(pk, field, links[digest]) for pk, field, digest in wanted}
    published = published_keys(holder, by_pk)
    gone, changed, there = [], [], set()
    for place in places:
        key = (place.object_id, place.field, place.link_id)
        if key in kept:
            there.add(key)
            row = by_pk[place.object_id]
            if is_behind(place, row, published):
                place.title, place.published = title_of(row), place.object_id in published
                place.read_at = now
                changed.append(place)
        else:
            gone.append(place.pk)
    for some in batches(gone):
        LinkPlace.objects.filter(pk__in=some).delete()
    LinkPlace.objects.bulk_update(changed, ["title", "published", "read_at"], batch_size=200)
    new = [
        LinkPlace(
            holder=holder._meta.label,
            object_id=pk,
            field=field,
            link_id=link,
            title=title_of(by_pk[pk]),
            published=pk in published,
            read_at=now,
        )
        for pk, field, link in sorted(kept - there)
    ]
    LinkPlace.objects.bulk_create(new, batch_size=500)


def is_behind(place, row, published):
    """Does a place say less than its row, or was the row changed since?"""
    said = (place.title, place.published)
    if said != (title_of(row), place.object_id in published):
        return True
    return "updated_at" in row and row["updated_at"] > place.read_at


def batches(items, size=500):
    """Lists of at most `size`: what one statement takes, on any database."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def title_of(row):
    return (row.get("title") or row.get("slug") or str(row["pk"]))[:TITLE]


def published_keys(holder, rows):
    """Keys of the rows the public sees, in a published entry for what is not one."""
    if issubclass(holder, Entry):
        return {pk for pk, row in rows.items() if row["status"] == Entry.Status.PUBLISHED}
    return shown_by_published(holder, list(rows))


def known_links(urls):
    """{digest: key of the link}, those that are new being created."""
    known = {}
    for some in batches(list(urls)):
        known.update(Link.objects.filter(digest__in=some).values_list("digest", "pk"))
        missing = [digest for digest in some if digest not in known]
        new = [Link(url=urls[key], digest=key, host=host_of(urls[key])) for key in missing]
        if new:
            Link.objects.bulk_create(new, ignore_conflicts=True)
            known.update(Link.objects.filter(digest__in=missing).values_list("digest", "pk"))
    return known


def refresh_uses(links):
    """Say of these links whether an entry, and a published one, still gives them."""
    anywhere = LinkPlace.objects.filter(link=OuterRef("pk")).order_by()
    for name, places in (("used", anywhere), ("published", anywhere.filter(published=True))):
        links.filter(Exists(places), **{name: False}).update(**{name: True})
        links.filter(~Exists(places), **{name: True}).update(**{name: False})


def places(links, most=50):
    """{key of link: [Place]}, the first few of each link of a page, in one query."""
    found = defaultdict(list)
    of_link = {"partition_by": "link_id"}
    order = ["-published", "holder", "title", "field", "pk"]
    rows = LinkPlace.objects.filter(link__in=[link.pk for link in links]).annotate(
        rank=Window(RowNumber(), order_by=order, **of_link),
        total=Window(Count("pk"), **of_link),
    )
    for place in rows.filter(rank__lte=most).order_by("link_id", "rank"):
        found[place.link_id].append(described(place))
    return found


def described(place):
    model = apps.get_model(place.holder)
    meta = model._meta
    return Place(
        title=place.title,
        kind=str(meta.verbose_name),
        field=str(meta.get_field(place.field).verbose_name),
        admin_url=admin_url(meta, place.object_id),
        published=place.published,
        total=place.total,
    )


def admin_url(meta, pk):
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])
    except NoReverseMatch:  # a model without a page of its own
        return ""


def entries_with(states):
    """{model of entry: its rows that show a link in one of these states}: lazy, to be narrowed.

    As last collected, but for an entry changed since: whether its link was repaired is not known
    until the next collection, and one just repaired must not be shown as broken.
    """
    return {model: rows_with(model, states) for model in entry_models()}


def rows_with(model, states):
    def keys_of(holder):
        places = LinkPlace.objects.of(holder).seen_as(states).order_by()
        if holder is model:
            rows = model.objects.filter(
                pk=OuterRef("object_id"), updated_at__gt=OuterRef("read_at")
            )
            places = places.exclude(Exists(rows.order_by()))
        return places.values("object_id")

    return model.objects.filter(showing(model, keys_of))
