"""How territories are found: the vocabulary shared by pages, filters and imports."""

import datetime

from django.db import models
from django.utils import timezone


class TerritoryQuerySet(models.QuerySet):
    def communes(self):
        return self.filter(level=self.model.Level.COMMUNE)

    def within(self, territory):
        """The territory and what lies inside it."""
        if territory.level == territory.Level.COUNTRY:
            return self
        inside = models.Q(code=territory.code)
        for ancestor in ("region", "department", "epci"):
            inside |= models.Q(**{ancestor: territory.code})
        return self.filter(inside)

    def with_ancestors(self):
        """Load EPCI, département and region with the territory, so that `line()` asks nothing."""
        return self.select_related("epci", "department", "region")


class TerritoryTypeQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class ZoningListQuerySet(models.QuerySet):
    def outdated(self):
        """Read more than a year ago: most lists have changed since."""
        return self.filter(imported_at__lt=timezone.now() - datetime.timedelta(days=365))
