"""How complete an entry is, out of 100, and what would make it more useful.

Each criterion is declared once, as a condition of the base: it judges one entry, a page of them,
or finds the incomplete ones among all without reading them. Kinds have those of their fields.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

INCOMPLETE = 60  # below, an entry is on the board


@dataclass(frozen=True)
class Criterion:
    """Met when one of `fields` is filled; a kind that has none of them is not asked for it.

    `sentence` says what to do when it is not met; `least` is a number of characters.
    """

    fields: tuple[str, ...]
    weight: int
    sentence: str
    least: int = 0


CRITERIA = (
    Criterion(
        ("summary",), 20, "Écrivez un résumé d’une ou deux phrases (60 caractères au moins).", 60
    ),
    Criterion(("sourced",), 20, "Donnez une source : où l’avez-vous lu ?"),
    Criterion(("placed",), 15, "Dites quel territoire : sans lui, aucune commune ne la voit."),
    Criterion(("body",), 15, "Développez le texte : à quoi cela sert, pour qui, comment.", 120),
    Criterion(("themes",), 10, "Choisissez au moins un thème."),
    Criterion(
        ("email", "phone", "contact_note"),
        15,
        "Dites comment le joindre : courriel générique, téléphone ou formulaire.",
    ),
    Criterion(("website", "url"), 10, "Donnez l’adresse de son site ou du document."),
    Criterion(("next_step", "first_steps"), 10, "Dites le premier pas à faire, en une phrase."),
    Criterion(("lesson",), 10, "Dites ce qu’une commune peut en retenir."),
    Criterion(("when_to_use",), 10, "Dites quand s’en servir."),
    Criterion(("actors",), 10, "Dites qui le porte ou y a pris part."),
    Criterion(("levers",), 5, "Reliez-la à un levier au moins."),
    Criterion(("starts_on", "date_label", "year"), 5, "Datez-la."),
    Criterion(("synonyms", "acronym"), 5, "Donnez un autre nom : sigle, synonyme, ancien nom."),
)


@dataclass(frozen=True)
class Completeness:
    """A score out of 100, and what to do for it to be better, the weightiest first."""

    score: int
    reasons: tuple[str, ...]


def asked(model):
    """[(criterion, condition that it is met)] for a kind of entry."""
    found = [(criterion, met(model, criterion)) for criterion in CRITERIA]
    return [(criterion, condition) for criterion, condition in found if condition is not None]


def met(model, criterion):
    conditions = [filled(field, criterion.least) for field in fields_of(model, criterion)]
    if not conditions:
        return None
    condition = Q(conditions[0])
    for other in conditions[1:]:
        condition |= Q(other)
    return condition


def fields_of(model, criterion):
    """Fields of the criterion that the kind itself has: what others link to it is not its own."""
    own = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in own if field.name in criterion.fields]


def filled(field, least):
    """Condition that a field says something."""
    if field.many_to_many:
        own = {field.m2m_field_name(): OuterRef("pk")}
        return Exists(field.remote_field.through._base_manager.filter(**own))
    if isinstance(field, models.BooleanField):
        return Q(**{field.name: True})
    if least:
        return GreaterThanOrEqual(Length(field.name), least)
    if field.null:
        return Q(**{f"{field.name}__isnull": False})
    return ~Q(**{field.name: ""})


def points(pairs):
    """Sum of the weights of the criteria that are met, as an expression."""
    total = Value(0)
    for criterion, condition in pairs:
        total += Case(When(condition, then=Value(criterion.weight)), default=Value(0))
    return total


def incomplete(rows):
    """Rows of a kind whose score is too low; archived ones are left in peace."""
    pairs = asked(rows.model)
    needed = -(-INCOMPLETE * total(pairs) // 100)
    columns = [pair for pair in pairs if not is_link(rows.model, pair[0])]
    # What the row itself says comes first: most rows are then judged without reading their links.
    rows = rows.alias(own_points=points(columns)).filter(own_points__lt=needed)
    rows = rows.alias(all_points=points(pairs)).filter(all_points__lt=needed)
    return rows.exclude(status=rows.model.Status.ARCHIVED)


def total(pairs):
    return sum(criterion.weight for criterion, _ in pairs)


def is_link(model, criterion):
    return any(field.many_to_many for field in fields_of(model, criterion))


def completeness(entry):
    """How complete one entry is, as the base has it."""
    return completeness_of(type(entry), [entry.pk])[entry.pk]


def completeness_of(model, keys):
    """{key: Completeness} of several entries of a kind, in one statement."""
    pairs = asked(model)
    flags = {
        f"met_{place}": Case(When(condition, then=Value(1)), default=Value(0))
        for place, (_, condition) in enumerate(pairs)
    }
    rows = model.objects.filter(pk__in=keys).order_by().annotate(**flags)
    return {key: judged(pairs, answers) for key, *answers in rows.values_list("pk", *flags)}


def judged(pairs, answers):
    won = sum(one.weight for (one, _), answer in zip(pairs, answers, strict=True) if answer)
    lacking = [one for (one, _), answer in zip(pairs, answers, strict=True) if not answer]
    lacking.sort(key=lambda one: -one.weight)
    return Completeness(won * 100 // total(pairs), tuple(one.sentence for one in lacking))
