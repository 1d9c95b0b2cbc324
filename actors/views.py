"""Public pages of actors and supports."""

from django.db.models import Prefetch

from actors.filters import ActorFilter, SupportFilter
from actors.models import Actor, ActorLink, Carrier, Support, SupportRole
from editorial.querysets import published_related
from levers.models import Challenge, Lever
from library.models import Publication, Term
from search.views import DirectoryView, EntryView


class ActorListView(DirectoryView):
    filterset_class = ActorFilter
    title = "Acteurs"
    intro = "Qui peut informer, accompagner, financer ou représenter les projets de votre commune."


class ActorView(EntryView):
    queryset = Actor.objects.select_related("seat", "replaced_by").prefetch_related(
        "themes",
        "coverage",
        "sources",
        *published_related(levers=Lever, challenges=Challenge, publications=Publication),
        Prefetch(
            "roles",
            SupportRole.objects.filter(support__status="publie").select_related("support"),
        ),
        Prefetch(
            "carried",
            Carrier.objects.confirmed()
            .select_related("support", "source")
            .prefetch_related("coverage"),
        ),
        Prefetch(
            "links_out",
            ActorLink.objects.filter(target__status="publie").select_related("target"),
        ),
        Prefetch(
            "links_in",
            ActorLink.objects.filter(subject__status="publie").select_related("subject"),
        ),
    )
    directory = ("Acteurs", "actor_list")

    def get_context_data(self, **kwargs):
        participations = self.object.participations.filter(initiative__status="publie")
        return super().get_context_data(
            participations=participations.select_related("initiative"), **kwargs
        )


class SupportListView(DirectoryView):
    filterset_class = SupportFilter
    title = "Appuis"
    intro = (
        "Accompagnements, programmes, contrats et financements que votre commune "
        "ou ses projets peuvent mobiliser."
    )


class SupportView(EntryView):
    queryset = Support.objects.prefetch_related(
        "themes",
        "coverage",
        "territory_types",
        "sources",
        *published_related(
            levers=Lever, challenges=Challenge, publications=Publication, terms=Term
        ),
        Prefetch(
            "roles", SupportRole.objects.filter(actor__status="publie").select_related("actor")
        ),
        Prefetch(
            "carriers",
            Carrier.objects.confirmed()
            .select_related("actor", "source")
            .prefetch_related("coverage"),
        ),
    )
    directory = ("Appuis", "support_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(initiatives=self.object.initiatives.published(), **kwargs)
