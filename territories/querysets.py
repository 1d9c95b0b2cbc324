"""How territories are found: the vocabulary shared by pages, filters and imports."""

from django.db import models


class TerritoryQuerySet(models.QuerySet):
    def communes(self):
        return self.filter(level=self.model.Level.COMMUNE)

    def with_ancestors(self):
        """Load EPCI, département and region with the territory, so that `line()` asks nothing."""
        return self.select_related("epci", "department", "region")


class TerritoryTypeQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)
