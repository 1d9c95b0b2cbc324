"""How initiatives are found by place."""

from django.db.models import Exists, OuterRef

from actors.querysets import ClassifiedQuerySet


class InitiativeQuerySet(ClassifiedQuerySet):
    def for_place(self, territory):
        """Initiatives of this territory, of what contains it or of what lies inside it."""
        places = self.model.places.through.objects.filter(
            territory.concerns("territory"), initiative=OuterRef("pk")
        )
        return self.filter(Exists(places))
