"""The one place that listens: whatever is saved, deleted or linked in the content is logged.

Bulk writes (`update`, `bulk_create`) are not heard: those who use them call `search.changes`.
"""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from search import changes
from search.documents import sources
from territories.signals import territories_changed

# Apps whose rows lists are made of or say the name of.
CONTENT = {"editorial", "library", "levers", "actors", "initiatives"}
# A new name or address of these is in many documents; a list of communes decides who is where.
VOCABULARY = {
    "editorial.theme",
    "levers.lever",
    "levers.challenge",
    "territories.territorytype",
    "taggit.tag",
}
# What the team does with entries, which no list shows.
WORK = {"editorial.proposal", "editorial.formeraddress", "editorial.loading"}
LISTS = {"territories.zoninglist"}
KEYWORDS = "taggit.taggeditem"
NAMING = ("slug", "name", "title", "short_name")


def connect():
    """Listen to what matters only: a model nobody listens to is deleted in one statement."""
    for model in filter(is_heard, apps.get_models()):
        pre_save.connect(before_save, sender=model, dispatch_uid="search")
        post_save.connect(after_save, sender=model, dispatch_uid="search")
        pre_delete.connect(before_delete, sender=model, dispatch_uid="search")
    m2m_changed.connect(links_changed, dispatch_uid="search")
    territories_changed.connect(reference_changed, dispatch_uid="search")


def reference_changed(**kwargs):
    changes.append_everything()


def label(model):
    return model._meta.label_lower


def is_content(model):
    if hasattr(model, "history_id") or label(model) in WORK:
        return False
    return model._meta.app_label in CONTENT or label(model) in VOCABULARY


def is_heard(model):
    return is_content(model) or label(model) in LISTS | {KEYWORDS}


def has_dependents(model):
    return any(model in source.depends for source in sources().values())


def names(row):
    return {name: getattr(row, name) for name in NAMING if hasattr(row, name)}


def before_save(sender, instance, **kwargs):
    """Note whether a vocabulary's entry takes another name; say what a row is leaving."""
    if changes.is_silent() or instance.pk is None:
        return
    if label(sender) in VOCABULARY or has_dependents(sender):
        known = sender._base_manager.filter(pk=instance.pk).first()
        if label(sender) in VOCABULARY:
            instance._renamed = known is not None and names(known) != names(instance)
        if known:
            log_dependents([known])


def after_save(sender, instance, **kwargs):
    if changes.is_silent():
        return
    if label(sender) in LISTS or getattr(instance, "_renamed", False):
        changes.append_everything()
    elif label(sender) == KEYWORDS:
        log_tagged(instance)
    else:
        log([instance])


def before_delete(sender, instance, **kwargs):
    if changes.is_silent():
        return
    if label(sender) in VOCABULARY | LISTS:
        changes.append_everything()
    elif label(sender) == KEYWORDS:
        log_tagged(instance)
    else:
        log([instance])


def log_tagged(keyword):
    """A keyword put on an entry, or taken off."""
    entry = keyword.content_object
    if entry is not None and is_content(type(entry)):
        log([entry])


def links_changed(sender, *, instance, action, reverse, model, pk_set, **kwargs):
    """Both ends of a many-to-many changed. Before a clearing, the other ends are still known."""
    if changes.is_silent() or action not in ("post_add", "post_remove", "pre_clear"):
        return
    if label(sender) == KEYWORDS:  # heard one by one
        return
    if is_content(type(instance)):
        log([instance])
    if label(model) in sources() or has_dependents(model):
        ends = other_ends(sender, instance, reverse) if pk_set is None else pk_set
        log(model._base_manager.filter(pk__in=ends))


def other_ends(through, instance, reverse):
    """Keys at the other end of a many-to-many's rows for `instance`."""
    relations = [field for field in through._meta.fields if field.is_relation]
    own, other = relations if not reverse else reversed(relations)
    return through._default_manager.filter(**{own.name: instance}).values(other.attname)


def log(rows):
    """Append rows of one model, and those whose documents say something of them."""
    rows = list(rows)
    if rows:
        changes.append(label(type(rows[0])), [row.pk for row in rows])
        log_dependents(rows)


def log_dependents(rows):
    for name, source in sources().items():
        depends = source.depends.get(type(rows[0]))
        if depends:
            changes.append(name, {pk for row in rows for pk in depends(row)})
