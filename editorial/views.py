"""Previews: of an entry by its signed address, of a text while it is typed."""

from django.apps import apps
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editorial import previews
from editorial.markdown import render as render_markdown
from editorial.models import Proposal
from editorial.proposals import rehearsal

LARGEST_PREVIEW = 50 * 1024
TOP = 3  # in a form, a field is under a second level heading


@require_safe
@never_cache
def preview(request, token):
    """Nothing shown here is listed, indexed or cached, nor told to the sites it links to."""
    try:
        named = previews.read(token)
    except SignatureExpired:
        response = render(request, "editorial/preview_over.html", status=410)
    except (BadSignature, ValueError) as error:
        raise Http404("Cet aperçu n’existe pas.") from error
    else:
        response = shown(request, named)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def shown(request, named):
    """The page of the entry as it waits; its public address once nothing waits any more."""
    entry = get_object_or_404(apps.get_model(named["m"]), pk=named["e"])
    proposal = Proposal.objects.filter(pk=named["p"], status=Proposal.Status.OPEN).first()
    if entry.status == entry.Status.ARCHIVED:
        return render(request, "editorial/preview_over.html", status=410)
    if entry.is_published and proposal is None:
        return redirect(entry)
    with rehearsal(entry, proposal):
        page = resolve(entry.get_page_url())
        view = page.func.view_class.as_view(previewing=True)
        return view(request, **page.kwargs).render()


@require_POST
def preview_markdown(request):
    """How a text being typed will look. For staff: the project's addresses see to it."""
    text = request.POST.get("text", "")
    if len(text.encode(errors="replace")) > LARGEST_PREVIEW:
        return JsonResponse({"error": "Ce texte dépasse 50 ko : pas d’aperçu."}, status=400)
    # Not the version that remembers: a text being typed is never asked for twice.
    return JsonResponse({"html": render_markdown.__wrapped__(text, TOP)})
