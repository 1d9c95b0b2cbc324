"""The public site, plus one page that asks nothing of the base nor of templates."""

from functools import cache

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve

MODEL = "/communes/70467-saint-loup-sur-semouse/"


@cache
def body():
    """A town page as it was when first asked: as many bytes, and as hard to compress."""
    view, arguments, named = resolve(MODEL)
    request = RequestFactory(headers={"host": "127.0.0.1"}).get(MODEL)
    return view(request, *arguments, **named).content


def constant(request):
    return HttpResponse(body())


urlpatterns = [path("constante/", constant), path("", include("essportal.urls"))]
