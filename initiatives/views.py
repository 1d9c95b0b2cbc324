"""Public pages of initiatives."""

from django.db.models import Prefetch

from actors.models import Support
from editorial.querysets import published_related
from initiatives.filters import InitiativeFilter
from initiatives.models import Initiative, Participation
from levers.models import Challenge, Lever
from library.models import Publication
from search.views import DirectoryView, EntryView


class InitiativeListView(DirectoryView):
    filterset_class = InitiativeFilter
    title = "Initiatives"
    intro = (
        "Ce que des communes et des structures de l’ESS ont déjà fait, "
        "et ce que vous pouvez en retenir."
    )


class InitiativeView(EntryView):
    queryset = Initiative.objects.prefetch_related(
        "themes",
        "places",
        "territory_types",
        "sources",
        *published_related(
            levers=Lever, challenges=Challenge, publications=Publication, supports=Support
        ),
        Prefetch("participations", Participation.objects.of_known().select_related("actor")),
    )
    directory = ("Initiatives", "initiative_list")
