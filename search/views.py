"""The one list page and the one entry page of every directory."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import DetailView
from django_filters.views import FilterView

from editorial.querysets import heir_of
from search.conditional import conditional
from search.freshness import current
from search.index import Unavailable
from search.ways_out import helpers, ways_out

PAGE_SIZE = 20
RETRY_AFTER = "10"  # seconds, when no list can be made now


@method_decorator(conditional, "get")
class DirectoryView(FilterView):
    """A list with its filters. Subclasses declare the filterset and words.

    A value nobody knows gives a sentence, no result and 200; a page out of range gives 404.
    """

    template_name = "search/directory.html"
    paginate_by = PAGE_SIZE
    strict = False
    queryset = ()
    title = ""
    intro = ""

    def dispatch(self, request, *args, **kwargs):
        try:
            request.reader = current()
        except Unavailable:
            page, retry = render_to_string("503.html"), {"Retry-After": RETRY_AFTER}
            return HttpResponse(page, status=503, headers=retry)
        return super().dispatch(request, *args, **kwargs)

    def get_filterset_kwargs(self, filterset_class):
        return {"data": self.request.GET, "request": self.request, "reader": self.request.reader}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page, chosen = context["page_obj"], context["filter"]
        query = chosen.query()
        count = page.paginator.count
        return context | {
            "title": self.title,
            "intro": self.intro,
            "breadcrumb": [(self.title, "")],
            "sentence": chosen.sentence(count),
            "several": page.paginator.num_pages > 1,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "query": f"{query}&" if query else "",
            "filtered": bool(query or chosen.problems),
            "ways_out": [] if count else ways_out(chosen),
            "helpers": [] if count else helpers(chosen),
        }

    def paginate_queryset(self, queryset, page_size):
        """As Django, but a page that is not the number of an existing one is « not found »."""
        asked = self.request.GET.get("page", "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) > 0):
            raise Http404("Cette page de résultats n’existe pas.")
        return super().paginate_queryset(queryset, page_size)


class EntryView(DetailView):
    """The page of a published entry; an archived one says so and whom to turn to (410).

    An address an entry had, or that of one merged into it, leads to it. `directory` is the title
    and the URL name of the list the entry belongs to. A preview shows it whatever its status.
    """

    previewing = False

    directory = ("", "")
    archived_template_name = "components/archived.html"

    def get_queryset(self):
        entries = super().get_queryset()
        return entries if self.previewing else entries.published() | entries.archived()

    def get(self, request, *args, **kwargs):
        try:
            self.object = self.get_object()
        except Http404:
            self.object = None
        if self.object is None or not (self.object.is_published or self.previewing):
            heir = heir_of(self.queryset.model, self.kwargs["slug"])
            if heir:
                return HttpResponsePermanentRedirect(heir.get_absolute_url())
        if self.object is None:
            raise Http404("Cette fiche n’existe pas.")
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs):
        title, url_name = self.directory
        address = reverse(url_name)
        return super().get_context_data(
            directory=title,
            directory_url=address,
            breadcrumb=[(title, address), (self.object.title, "")],
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        if not (self.object.is_published or self.previewing):
            self.template_name = self.archived_template_name
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)
