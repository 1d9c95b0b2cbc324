"""Links to an entry that is merged: found through the registry, made to lead to the kept one.

The entries at the other end change: each gets its own version, claimed like any other. A row the
kept entry has already is not doubled, and nothing is linked to itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import BooleanField, UniqueConstraint

from editorial.acts import act
from editorial.models import Entry, entry_models
from editorial.moves import refuse_incomplete
from editorial.states import has_rows

ACT = "lien repris d’une fiche fusionnée"


@dataclass
class Changes:
    """What is to be done to links, by the entry whose state it changes; None: nobody's."""

    steps: dict = field(default_factory=lambda: defaultdict(list))
    words: list = field(default_factory=list)

    def add(self, owner, step, words):
        self.steps[owner].append(step)
        self.words.append(words)


def relink(kept, merged, user, reason):
    """Re-point every link to `merged`; returns what moved, in words."""
    changes = Changes()
    for relation in type(merged)._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        if relation.many_to_many:
            follow_choices(changes, relation, kept, merged)
        elif not is_table_of_choices(relation.related_model):
            follow_rows(changes, relation, kept, merged)
    follow_mutual(changes, kept, merged)
    for owner, steps in changes.steps.items():
        carry_out(owner, steps, (kept, merged), user, f"« {merged} » → « {kept} » : {reason}")
    return changes.words


def carry_out(owner, steps, both, user, reason):
    """Do the steps: `kept` and `merged` are in an act already, links of no entry need none."""
    already = next((entry for entry in both if entry == owner), None)
    if owner is None or already:
        for step in steps:
            step(already)
        return
    with act(owner, user, ACT, reason):
        for step in steps:
            step(owner)
        if owner.is_published:
            refuse_incomplete(owner)


def is_table_of_choices(model):
    """A table Django made for a many-to-many: it is written through the field."""
    return bool(model._meta.auto_created) or hasattr(model, "instance_type")


def follow_choices(changes, relation, kept, merged):
    """Entries, or rows such as those of a grid, that chose the merged entry among others."""
    chosen = relation.field
    if has_rows(chosen) or chosen.remote_field.symmetrical:
        return
    for row in relation.related_model._base_manager.filter(**{chosen.name: merged}):
        owner = row if isinstance(row, Entry) else None
        changes.add(owner, replace_choice(row, chosen, kept, merged), f"{row} ({label(row)})")


def replace_choice(row, chosen, kept, merged):
    def step(_owner):
        relation = getattr(row, chosen.name)
        relation.remove(merged)
        if row != kept:
            relation.add(kept)

    return step


def follow_mutual(changes, kept, merged):
    """« Voir aussi »: both ends are of the same kind, and both show the link."""
    for chosen in type(merged)._meta.many_to_many:
        if getattr(chosen.remote_field, "symmetrical", False):
            for row in getattr(merged, chosen.name).exclude(pk=merged.pk):
                step = replace_choice(row, chosen, kept, merged)
                changes.add(row, step, f"{row} ({label(row)})")


def follow_rows(changes, relation, kept, merged):
    """Rows with a key to the merged entry: link tables, local carriers, « s’adresser à »."""
    column = relation.field
    owner_name = owner_field(relation.related_model)
    for row in relation.related_model._base_manager.filter(**{column.name: merged}):
        if isinstance(row, Entry):
            changes.add(row, rename(column, kept), f"{row} ({label(row)})")
        else:
            owner = owner_of(row, owner_name, column, kept)
            changes.add(owner, repoint(row, column, kept), f"{row} ({label(row)})")


def rename(column, kept):
    """An entry that names the merged one names the kept one; the kept one does not name itself."""

    def step(entry):
        setattr(entry, column.name, None if entry == kept else kept)
        entry.save()

    return step


def owner_field(model):
    """Name of the key to the entry whose state has these rows, None if no entry's has."""
    for kind in entry_models():
        for relation in kind._meta.many_to_many:
            if has_rows(relation) and relation.remote_field.through is model:
                return relation.m2m_field_name()
    return None


def owner_of(row, name, column, kept):
    if name is None:
        return None
    return kept if column.name == name else getattr(row, name)


def repoint(row, column, kept):
    """Make a row lead to the kept entry, unless it would say something twice or of itself."""

    def step(_owner):
        setattr(row, column.name, kept)
        if leads_to_itself(row, kept):
            row.delete()
            return
        same = twin(row)
        if same is None:
            row.save()
        else:
            complete(same, row)
            row.delete()

    return step


def leads_to_itself(row, kept):
    """A link whose two ends are now the same entry."""
    ends = [
        getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.is_relation and one.related_model is type(kept)
    ]
    return len(ends) > 1 and set(ends) == {kept.pk}


def twin(row):
    """The row that says the same already: by the unique constraint of the table, else by all."""
    rows = type(row)._base_manager.exclude(pk=row.pk)
    names = identity(type(row))
    same = rows.filter(**{name: getattr(row, name) for name in names}).first()
    return same if same is None or same_choices(row, same) else None


def identity(model):
    """Names of the columns that make a row of a link table what it is."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            return constraint.fields
    return [one.name for one in model._meta.concrete_fields if not one.unique]


def same_choices(row, other):
    """Whether the many-to-many of two rows (territories of a carrier) hold the same."""
    return all(
        set(getattr(row, one.name).all()) == set(getattr(other, one.name).all())
        for one in row._meta.many_to_many
    )


def complete(same, row):
    """Give the row that stays what only the other one says: « porte l’appui »."""
    for column in same._meta.concrete_fields:
        if isinstance(column, BooleanField) or not getattr(same, column.attname):
            said = getattr(same, column.attname) or getattr(row, column.attname)
            setattr(same, column.attname, said)
    same.save()


def label(row):
    return str(row._meta.verbose_name)
