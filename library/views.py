"""Public pages of publications, events, key figures and terms."""

from itertools import groupby

from django.db.models import Prefetch

from editorial.querysets import published_related
from library.filters import EventFilter, KeyFigureFilter, PublicationFilter, TermFilter
from library.models import Event, KeyFigure, Publication, Term
from search.results import NAME
from search.views import DirectoryView, EntryView
from territories.naming import fold


class PublicationListView(DirectoryView):
    filterset_class = PublicationFilter
    title = "Ressources"
    intro = (
        "Guides, études, retours d’expérience et textes de loi : ce qu’on y trouve "
        "et à quoi cela vous sert."
    )


class PublicationView(EntryView):
    queryset = Publication.objects.select_related("part_of").prefetch_related(
        "themes",
        "sources",
        Prefetch("parts", Publication.objects.published()),
        Prefetch("events", Event.objects.published()),
    )
    directory = ("Ressources", "publication_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            levers=self.object.levers.published(),
            supports=self.object.supports.published(),
            actors=self.object.actors.published(),
            initiatives=self.object.initiatives.published(),
            **kwargs,
        )


class EventListView(DirectoryView):
    filterset_class = EventFilter
    title = "Événements"
    intro = "Rendez-vous nationaux et locaux, à venir ou passés, et ce qu’il en reste."


class EventView(EntryView):
    queryset = Event.objects.prefetch_related(
        "themes", "sources", *published_related(publications=Publication)
    )
    directory = ("Événements", "event_list")


class KeyFigureListView(DirectoryView):
    filterset_class = KeyFigureFilter
    title = "Chiffres clés"
    intro = (
        "Chaque chiffre garde sa date et sa source. "
        "Quand deux sources diffèrent, les deux sont montrées."
    )


class KeyFigureView(EntryView):
    queryset = KeyFigure.objects.select_related("territory").prefetch_related("themes", "sources")
    directory = ("Chiffres clés", "key_figure_list")

    def get_context_data(self, **kwargs):
        figure = self.object
        series = KeyFigure.objects.published().filter(series=figure.series or None)
        return super().get_context_data(
            series=series.exclude(pk=figure.pk).order_by("year"), **kwargs
        )


class TermListView(DirectoryView):
    filterset_class = TermFilter
    template_name = "library/term_list.html"
    paginate_by = 200
    title = "Glossaire"
    intro = "Les mots et les sigles de l’économie sociale et solidaire, en clair."

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        letters = groupby(context["object_list"], key=lambda term: fold(term.title)[:1].upper())
        by_name = context["filter"].search.order == NAME
        return context | {"letters": [(one, list(group)) for one, group in letters if by_name]}


class TermView(EntryView):
    queryset = Term.objects.prefetch_related(
        "themes", "sources", Prefetch("see_also", Term.objects.published())
    )
    directory = ("Glossaire", "term_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            levers=self.object.levers.published(),
            tools=self.object.tools.published()
            .filter(lever__status="publie")
            .select_related("lever"),
            challenges=self.object.challenges.published(),
            supports=self.object.supports.published(),
            **kwargs,
        )
