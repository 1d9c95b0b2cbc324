"""The public site, plus a page of as many bytes as asked, that asks nothing of base nor index."""

from functools import cache

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve

MODEL = "/acteurs/"


@cache
def body():
    """The list of actors as it was when first asked: what is served is as hard to compress."""
    view, arguments, named = resolve(MODEL)
    request = RequestFactory(headers={"host": "127.0.0.1"}).get(MODEL)
    return view(request, *arguments, **named).render().content


def constant(request):
    wanted = int(request.GET["octets"])
    return HttpResponse((body() * (wanted // len(body()) + 1))[:wanted])


urlpatterns = [path("constante/", constant), path("", include("essportal.urls"))]
