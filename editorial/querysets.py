"""The vocabulary every entry shares."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, FloatField, Func, IntegerField, Value
from django.db.models.functions import Round
from django.utils import timezone

READ_DRAFTS = "editorial.read_drafts"


class NaturalKeyQuerySet(models.QuerySet):
    """Rows known by their slug in fixtures, addresses and tables."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class EntryQuerySet(NaturalKeyQuerySet):
    """Public code starts from `published`, the back office from `for_user` or `changeable_by`."""

    def for_user(self, user):
        """What a member of staff may read: all, or what is published and what is their own."""
        return self if user.has_perm(READ_DRAFTS) else self.published() | self.owned_by(user)

    def changeable_by(self, user):
        """What a member of staff may work on, whatever the screen, the action or the file."""
        return self if user.has_perm(READ_DRAFTS) else self.owned_by(user)

    def owned_by(self, user):
        """Entries of the partner this user writes for: none, unless the model knows partners."""
        return self.none()

    def published(self):
        """What the public sees. Public code starts from here, always."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def archived(self):
        """What was public and no longer is; its address says so. Not a draft that was set aside."""
        return self.filter(status=self.model.Status.ARCHIVED, published_on__isnull=False)

    def overdue(self, least=0, most=None):
        """To be verified again since more than `least` days, and at most `most`.

        The same rule as `Entry.is_verified`; entries never verified are not among them.
        """
        months = F("verify_every") * Value(30.44, output_field=FloatField())
        since = DaysSince("verified_on", today=timezone.localdate().isoformat())
        late = since - Round(months, output_field=IntegerField())
        rows = self.filter(verified_on__isnull=False).alias(late=late).filter(late__gt=least)
        return rows if most is None else rows.filter(late__lte=most)

    def with_open_proposal(self):
        """Published entries for which a version waits to be accepted or refused."""
        kind = ContentType.objects.get_for_model(self.model)
        waiting = apps.get_model("editorial", "Proposal").objects.filter(
            content_type=kind, status="attente"
        )
        return self.filter(pk__in=waiting.values("object_id"))


class DaysSince(Func):
    """Days from a date to `today` (a text), as a number: each engine has its own way."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        template = "(julianday('%(today)s') - julianday(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "(DATE '%(today)s' - %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)


def readable(model, user):
    """The rows of a model a user may read, wherever a screen offers or names them."""
    rows = model._default_manager.all()
    return rows.for_user(user) if hasattr(rows, "for_user") else rows


def heir_of(model, slug):
    """The entry an abandoned address leads to, if the public may read it; else None."""
    kind = ContentType.objects.get_for_model(model)
    former = apps.get_model("editorial", "FormerAddress").objects.filter(
        content_type=kind, slug=slug
    )
    entries = model.objects.published() | model.objects.archived()
    return entries.filter(pk__in=former.values("object_id")).exclude(slug=slug).first()


def bearer_of(model, slug, apart_from=None):
    """The entry that bore this address and is led to by it, other than the one of this key."""
    kind = ContentType.objects.get_for_model(model)
    former = apps.get_model("editorial", "FormerAddress").objects.filter(
        content_type=kind, slug=slug
    )
    entries = model.objects.filter(pk__in=former.values("object_id"))
    return entries.exclude(pk=apart_from).first()


def published_related(**models_by_relation):
    """Prefetches of related entries that keep published ones: `published_related(levers=Lever)`."""
    return [
        models.Prefetch(relation, model.objects.published())
        for relation, model in models_by_relation.items()
    ]
