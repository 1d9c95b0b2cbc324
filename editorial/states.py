"""What an entry says, as one flat dict: for its history, its proposals and their differences.

A state maps the name of a field to a value JSON can keep: a column's value, the sorted keys of a
many-to-many, sorted keywords, or the rows of a link table, each a dict without its entry.
"""

from django.db.models import ManyToManyField
from taggit.managers import TaggableManager

from editorial.querysets import bearer_of

# Columns that say where an entry stands, not what it says: acts move them, no text restores them.
STANDING = {"status", "published_on", "publish_at", "expire_at", "partner"}
NOT_KEPT = {"id", "version", "sourced", "placed", "created_at", "updated_at"}


def columns(model):
    return [field for field in model._meta.concrete_fields if field.name not in NOT_KEPT]


def links(model):
    """Many-to-many relations written from this side, keywords included."""
    return model._meta.many_to_many


def has_rows(relation):
    """Whether a relation goes through a table of ours, whose rows say more than two keys."""
    return isinstance(relation, ManyToManyField) and not (
        relation.remote_field.through._meta.auto_created
    )


def state_of(entry):
    """The whole state of an entry as the base has it."""
    return columns_of(entry) | links_of(entry)


def columns_of(row):
    """The columns of an entry or of one of its versions."""
    model = getattr(row, "instance_type", type(row))
    return {field.name: as_json(field, getattr(row, field.attname)) for field in columns(model)}


def as_json(field, value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def links_of(entry):
    return {relation.name: link_state(entry, relation) for relation in links(type(entry))}


def link_state(entry, relation):
    if isinstance(relation, TaggableManager):
        return sorted(entry.keywords.names())
    if has_rows(relation):
        names = row_fields(relation)
        rows = link_rows(entry, relation).values(*names)
        return sorted(rows, key=lambda row: [str(row[name]) for name in names])
    return sorted(getattr(entry, relation.name).order_by().values_list("pk", flat=True))


def link_rows(entry, relation):
    """The rows of a link table that are this entry's."""
    through = relation.remote_field.through
    return through.objects.filter(**{relation.m2m_field_name(): entry})


def row_fields(relation):
    """Columns of a link table besides its key and the entry it belongs to."""
    fields = relation.remote_field.through._meta.concrete_fields
    own = relation.m2m_field_name()
    return [field.attname for field in fields if field.name not in ("id", own)]


def version_state(version):
    """The state kept by one version of the history."""
    return columns_of(version) | version.links


def changed(before, after):
    """Names of what differs between two states, in the order of the second."""
    return [name for name in after if before.get(name) != after[name]]


def apply(entry, state, names=None, keys_from=None):
    """Write a state, or some of its fields, over an entry; where it stands is left alone.

    What a link leads to and no longer exists is left out. `keys_from` gives the first key of new
    rows of link tables: a rehearsal needs the same ones each time, see `proposals`. Whether it has
    all a published entry needs is for the caller to say, then `settle`.
    """
    names = set(state if names is None else names) - STANDING
    for field in columns(type(entry)):
        if field.name in names and leads_somewhere(field, state[field.name]):
            setattr(entry, field.attname, field.to_python(state[field.name]))
    entry.save()
    for relation in links(type(entry)):
        if relation.name in names:
            write_links(entry, relation, state[relation.name], keys_from)


def taken(entry, state, names):
    """Which of these columns hold what another entry has, or has had as its address."""
    model, names = type(entry), set(names)
    wanted = columns_of(entry) | {name: state[name] for name in names}
    keys = [(field.name,) for field in columns(model) if field.unique]
    keys += [rule.fields for rule in model._meta.total_unique_constraints]
    others, found = model._base_manager.exclude(pk=entry.pk), set()
    for key in keys:
        if names & set(key) and others.filter(**{name: wanted[name] for name in key}).exists():
            found |= set(key)
    if "slug" in names and bearer_of(model, wanted["slug"], entry.pk):
        found.add("slug")
    return [field for field in columns(model) if field.name in found & names]


def write_links(entry, relation, wanted, keys_from):
    if isinstance(relation, TaggableManager):
        entry.keywords.set(wanted, clear=False)
    elif has_rows(relation):
        write_rows(entry, relation, wanted, keys_from)
    else:
        known = relation.related_model._base_manager.filter(pk__in=wanted)
        getattr(entry, relation.name).set(known)


def write_rows(entry, relation, wanted, keys_from):
    """Make the rows of a link table those wanted; a row that is there already is kept."""
    names = row_fields(relation)
    missing = [dict(row) for row in wanted]
    for row in link_rows(entry, relation):
        values = {name: getattr(row, name) for name in names}
        if values in missing:
            missing.remove(values)
        else:
            row.delete()
    for values in missing:
        key = {"pk": keys_from + wanted.index(values)} if keys_from else {}
        if all(exists(relation, name, values[name]) for name in names):
            own = {relation.m2m_field_name(): entry}
            relation.remote_field.through.objects.create(**key, **own, **values)


def exists(relation, name, value):
    """Whether a key in a row of a link table still leads somewhere."""
    field = next(
        field for field in relation.remote_field.through._meta.fields if field.attname == name
    )
    return leads_somewhere(field, value)


def leads_somewhere(field, value):
    """False for the key of a row that no longer exists."""
    if not field.is_relation or value is None:
        return True
    return field.related_model._base_manager.filter(pk=value).exists()
