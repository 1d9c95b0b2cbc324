"""The vocabulary every entry shares."""

from django.db import models


class NaturalKeyQuerySet(models.QuerySet):
    """Rows known by their slug in fixtures, addresses and tables."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class EntryQuerySet(NaturalKeyQuerySet):
    def published(self):
        """What the public sees. Public code starts from here, always."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def archived(self):
        """What was public and no longer is; its address says so."""
        return self.filter(status=self.model.Status.ARCHIVED)


def published_related(**models_by_relation):
    """Prefetches of related entries that keep published ones: `published_related(levers=Lever)`."""
    return [
        models.Prefetch(relation, model.objects.published())
        for relation, model in models_by_relation.items()
    ]
