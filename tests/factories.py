"""Plausible French rows; published unless told otherwise, the minimum for a test.

A published row says it is sourced and placed: links are given by the tests that need them.
`SourceFactory` and `coverage=` make it true.
"""

import datetime

import factory
from django.utils.text import slugify

from actors.models import Actor, Support
from editorial.models import Source
from initiatives.models import Initiative
from levers.models import Lever
from library.models import KeyFigure, Publication, Term


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    title = factory.Sequence(lambda n: f"Page d’essai {n}")
    slug = factory.LazyAttribute(lambda source: slugify(source.title))
    publisher = "Avise"


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status="brouillon", published_on=None)
        archived = factory.Trait(status="archive")

    title = factory.Sequence(lambda n: f"Entrée d’essai {n}")
    slug = factory.LazyAttribute(lambda entry: slugify(entry.title))
    summary = "Ce que cette entrée apporte à une commune."
    status = "publie"
    sourced = True
    published_on = datetime.date(2026, 11, 1)

    @factory.post_generation
    def sources(entry, create, sources):
        entry.sources.add(*(sources or []))

    @factory.post_generation
    def themes(entry, create, themes):
        entry.themes.add(*(themes or []))


class PlacedFactory(EntryFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    placed = True

    @factory.post_generation
    def coverage(entry, create, territories):
        entry.coverage.add(*(territories or []))


class ActorFactory(PlacedFactory):
    class Meta:
        model = Actor
        skip_postgeneration_save = True

    kind = Actor.Kind.ADVISER
    purpose = Actor.Purpose.SUPPORT


class SupportFactory(PlacedFactory):
    class Meta:
        model = Support
        skip_postgeneration_save = True

    kind = Support.Kind.SCHEME
    availability = Support.Availability.OPEN

    @factory.post_generation
    def territory_types(entry, create, types):
        entry.territory_types.add(*(types or []))


class InitiativeFactory(EntryFactory):
    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    kind = Initiative.Kind.PROJECT
    placed = True

    @factory.post_generation
    def places(entry, create, territories):
        entry.places.add(*(territories or []))


class LeverFactory(EntryFactory):
    class Meta:
        model = Lever
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: 100 + n)
    verb = "essayer"


class PublicationFactory(EntryFactory):
    class Meta:
        model = Publication
        skip_postgeneration_save = True

    kind = Publication.Kind.GUIDE
    author = "Avise"


class TermFactory(EntryFactory):
    class Meta:
        model = Term
        skip_postgeneration_save = True

    kind = Term.Kind.NOTION


class KeyFigureFactory(EntryFactory):
    class Meta:
        model = KeyFigure
        skip_postgeneration_save = True

    value = "12"
    unit = "associations"
    date_label = "2020"
    issuer = "Avise"
