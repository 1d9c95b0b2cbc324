"""The vocabulary of links, of probable duplicates and of suggestions."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from editorial.querysets import READ_DRAFTS


class LinkQuerySet(models.QuerySet):
    def used(self):
        """Those an entry still gives. The others are kept, never fetched."""
        return self.filter(used=True)

    def seen_as(self, states):
        """In one of these states, the staff's word counting before the machine's."""
        judged = Q(judged_at__isnull=False) if self.model.State.GOOD in states else Q(pk__in=[])
        return self.filter(judged | Q(judged_at__isnull=True, state__in=states))

    def due(self, stale_days=None, state=None):
        """What a run should fetch: published first, then never checked, then the oldest."""
        links = self.used()
        if state:
            links = links.filter(state=state)
        if stale_days is not None:
            limit = timezone.now() - datetime.timedelta(days=stale_days)
            links = links.filter(Q(checked_at__isnull=True) | Q(checked_at__lt=limit))
        return links.order_by("-published", F("checked_at").asc(nulls_first=True), "pk")


class LinkPlaceQuerySet(models.QuerySet):
    def of(self, model):
        """Places in the rows of one model."""
        return self.filter(holder=model._meta.label)

    def seen_as(self, states):
        links = self.model._meta.get_field("link").related_model.objects.used().seen_as(states)
        return self.filter(link__in=links)


class StaffQuerySet(models.QuerySet):
    """Rows about entries of all: only whoever may read all of these reads them."""

    def for_user(self, user):
        return self if user.has_perm(READ_DRAFTS) else self.none()

    def changeable_by(self, user):
        return self.for_user(user)


class DuplicateQuerySet(StaffQuerySet):
    def undecided(self):
        return self.filter(decision="attente")

    def of(self, *entries):
        """Pairs one of these entries of a kind is in."""
        kind = ContentType.objects.get_for_model(type(entries[0]))
        keys = [entry.pk for entry in entries]
        return self.filter(Q(first_id__in=keys) | Q(second_id__in=keys), content_type=kind)


class SuggestionQuerySet(StaffQuerySet):
    def waiting(self):
        return self.filter(status="attente")

    def outdated(self):
        """Received so long ago that they must be forgotten."""
        return self.filter(received_at__lt=timezone.now() - self.model.KEPT)
