"""How initiatives are found."""

from django.db.models import Prefetch

from actors.documents import ClassifiedDocuments, points
from actors.models import Actor
from initiatives.models import Initiative, Participation
from search.documents import ANY


class InitiativeDocuments(ClassifiedDocuments):
    model = Initiative
    kind = "initiative"
    label = "Initiatives"
    links = ("places", "levers", "challenges", "territory_types")
    depends = {
        Actor: lambda actor: actor.participations.values_list("initiative", flat=True),
        Participation: lambda participation: [participation.initiative_id],
    }

    def rows(self):
        participations = Participation.objects.filter(actor__status="publie")
        actors = Prefetch("participations", participations.select_related("actor"))
        return super().rows().prefetch_related(actors)

    def document(self, row):
        actors = [participation.actor.title for participation in row.participations.all()]
        towns = [place for place in row.places.all() if place.department_id and place.latitude]
        return self.classified_document(
            row,
            row.places.all(),
            badge=row.get_kind_display(),
            details=row.card_details,
            facets={"type_territoire": [kind.slug for kind in row.territory_types.all()] or [ANY]},
            context=[row.place_note, row.legal_form, row.lesson, *actors],
            points=points(towns),
        )
