"""Public pages of levers and challenges."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import ListView

from editorial.querysets import published_related
from levers.filters import LeverFilter
from levers.models import Challenge, Grid, GridItem, Lever, Tool
from library.models import Publication, Term
from search.views import DirectoryView, EntryView

RELATED = ["themes", "sources", *published_related(publications=Publication, terms=Term)]


class GuidanceView(EntryView):
    """A lever or a challenge, with what is tied to it; `parameter` filters directories by it."""

    parameter = ""

    def get_context_data(self, **kwargs):
        query = urlencode({self.parameter: self.object.slug})
        return super().get_context_data(
            supports_url=f"{reverse('support_list')}?{query}",
            initiatives_url=f"{reverse('initiative_list')}?{query}",
            actors_url=f"{reverse('actor_list')}?{query}",
            supports=self.object.supports.published().available(),
            initiatives=self.object.initiatives.published(),
            actors=self.object.actors.published(),
            **kwargs,
        )


class LeverListView(DirectoryView):
    """The six levers with their tools; what answers, once something is asked."""

    filterset_class = LeverFilter
    template_name = "levers/lever_list.html"
    paginate_by = 50
    title = "Leviers"
    intro = (
        "Une commune peut beaucoup plus que subventionner. "
        "L’étude de l’ANCT distingue six leviers et dix-neuf outils."
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["filtered"]:
            return context
        tools = Prefetch("tools", Tool.objects.published())
        known = published_related(levers=Lever)
        children = Prefetch("children", GridItem.objects.prefetch_related(*known))
        items = GridItem.objects.filter(parent=None).prefetch_related(*known, children)
        return context | {
            "levers": Lever.objects.published().prefetch_related(tools),
            "grids": Grid.objects.prefetch_related("sources", Prefetch("items", items)),
        }


class LeverView(GuidanceView):
    queryset = Lever.objects.prefetch_related(
        *RELATED,
        *published_related(challenges=Challenge),
        Prefetch("tools", Tool.objects.published().prefetch_related(*RELATED)),
        Prefetch("grid_items", GridItem.objects.select_related("grid")),
    )
    directory = ("Leviers", "lever_list")
    parameter = "levier"


class ToolView(EntryView):
    """A tool is read in the page of its lever; alone in a preview only."""

    queryset = Tool.objects.select_related("lever").prefetch_related(*RELATED)
    directory = ("Leviers", "lever_list")
    template_name = "entry.html"

    def render_to_response(self, context, **kwargs):
        if self.object.is_published and not self.previewing:
            return redirect(self.object)
        return super().render_to_response(context, **kwargs)


class ChallengeListView(ListView):
    queryset = Challenge.objects.published()
    template_name = "levers/challenge_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(breadcrumb=[("Défis", "")], **kwargs)


class ChallengeView(GuidanceView):
    queryset = Challenge.objects.prefetch_related(*RELATED, *published_related(levers=Lever))
    directory = ("Défis", "challenge_list")
    parameter = "defi"
