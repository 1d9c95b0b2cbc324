"""Whatever is typed, sent or asked for, the back office answers with a sentence, never breaks."""

from itertools import product
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from actors.models import Actor
from editorial.models import Source
from initiatives.models import Initiative
from levers.models import Tool
from library.models import Event, KeyFigure
from territories.models import Territory
from tests.backoffice.safety import snapshot
from tests.editorial.test_admin import form_values
from tests.factories import ActorFactory

LONG, HUGE = "é" * 5000, "9" * 40
WORDS = ("\x00", LONG, "😀" * 300, "\uffff\u202e'\"%_\\--", HUGE, "-1")
BYTES = (b"title=%ED%A0%80&body=%00", b"title=%FF%FE&slug=%C3", b"\x00\xff=1&%=%", b"a[=1&&&=&;")
LISTS = {
    "p": ("-1", "0", "999999", HUGE, "abc", "\x00", "1.5", ""),
    "o": ("999", "-999", "1.2.3", "a", "\x00", "--1", "", "1." * 400),
    "all": ("", "1", "\x00"),
    "e": ("", "1", "\x00"),
    "q": WORDS,
    "nulle_part": ("1",),
    "id__in": ("a,b", "\x00", HUGE, ""),
    "pk__regex": ("(((", "\x00"),
    "title__startswith": ("é",),
    "_to_field": ("password", "\x00", "id"),
    "_popup": ("1", "\x00"),
    "_changelist_filters": ("\x00", LONG, "p=%00", "a=b=c&&"),
    "format": ("exe", "\x00", "csv"),
}
KEYS = ("\x00", "a\x00", HUGE, "-1", "0", "a" * 3000, "😀", "_5F_00", "1/2", "1e9", "٣")


@pytest.fixture
def client(admin_client):
    """A superuser, who has more doors than anyone; what breaks is an answer here, not an error."""
    admin_client.raise_request_exception = False
    return admin_client


def page_of(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def wrong(answer):
    """Why an answer is not one: broken, or a page that is not in French."""
    if answer.status_code not in (200, 302, 400, 403, 404, 405):
        return answer.status_code
    page = answer.headers.get("Content-Type", "").startswith("text/html")
    if page and answer.content and 'lang="fr"' not in answer.text and answer.status_code != 302:
        return f"{answer.status_code}, not in French"
    return None


def ask(client, address, method="get", **sent):
    """Ask in a transaction of its own: on PostgreSQL an error spoils the one it happens in."""
    with transaction.atomic():
        answer = getattr(client, method)(address, **sent)
        transaction.set_rollback(True)
    return wrong(answer)


@pytest.mark.parametrize("model", [Actor, Territory, User])
def test_nonsense_in_the_address_of_a_list_breaks_nothing(client, model):
    broken = []
    for name, value in ((name, value) for name, values in LISTS.items() for value in values):
        page = "export" if name == "format" else "changelist"
        why = ask(client, page_of(model, page), data={name: value})
        broken += [(page, name, value[:20], why)] if why else []
    assert broken == []


def test_filters_of_every_list_survive_what_a_column_cannot_hold(client):
    broken = []
    for model, model_admin in admin.site._registry.items():
        names = {one for one in model_admin.get_list_filter(None) if isinstance(one, str)}
        for name, value in product(sorted(names), ("\x00", HUGE)):
            relation = model._meta.get_field(name).is_relation
            for ending in ("__id__exact",) if relation else ("__exact", "__gte"):
                why = ask(client, page_of(model, "changelist"), data={f"{name}{ending}": value})
                broken += [(model, name, ending, value[:9], why)] if why else []
    assert broken == []


def test_a_key_that_is_none_leads_to_a_sentence(client):
    pages = ("change", "history", "delete")
    acts = ("timing", "proposal", "preview")
    broken = []
    for key in KEYS:
        quoted = quote(key, safe="")
        for model in (Actor, Territory, User):
            names = pages + (acts if model is Actor else ())
            for page, method in product(names, ("get", "post")):
                address = page_of(model, page, "0").replace("/0/", f"/{quoted}/")
                why = ask(client, address, method)
                broken += [(address[:60], method, why)] if why else []
    assert broken == []


def test_pages_around_an_entry_take_no_nonsense(client):
    actor, broken = ActorFactory(draft=True), []
    change = page_of(Actor, "change", actor.pk).removesuffix("change/")
    addresses = [
        *(f"{change}acte/{name}/" for name in ("nulle", "x" * 3000, "1")),
        *(f"{change}history/{key}/restaurer/" for key in ("0", HUGE, "999")),
        *(f"{change}history/?page={quote(page)}" for page in ("-1", HUGE, "\x00", "a")),
        f"{change}change/?version={quote(LONG)}",
        *(f"/admin/r/{kind}/{key}/" for kind, key in product(("0", HUGE, "a"), ("1", HUGE))),
        "/admin/nulle-part/",
        f"/admin/jsi18n/?{quote(LONG)}",
        *(f"/admin/{page}/?next={quote(WORDS[0])}" for page in ("login", "second-facteur")),
        "/admin/mot-de-passe/%00/%00/",
        f"/admin/mot-de-passe/MQ/{'a' * 3000}/",
    ]
    for address in addresses:
        for method in ("get", "post", "put"):
            why = ask(client, address, method)
            broken += [(address[:60], method, why)] if why else []
    dates = (*WORDS, "0000-00-00T00:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "2027-02-30")
    for name, typed in product(("publish_at", "expire_at", "reason"), dates):
        why = ask(client, f"{change}programmer/", "post", data={name: typed})
        broken += [(name, typed[:20], why)] if why else []
    assert broken == []
    assert Actor.objects.get(pk=actor.pk).version == 1


def test_nonsense_in_every_field_of_every_form_breaks_nothing(client):
    broken = []
    for model in (Actor, Initiative, Tool, KeyFigure, Event, Source, User):
        row = User.objects.first() if model is User else model.objects.first()
        address = page_of(model, "change", row.pk)
        page = BeautifulSoup(client.get(address).content, "html.parser")
        values = form_values(page, f"{model._meta.model_name}_form")
        for typed in WORDS:
            kept = {"_save", "csrfmiddlewaretoken"}
            sent = {name: typed for name in values if name not in kept and "_FORMS" not in name}
            counts = {name: typed for name in values if "_FORMS" in name}
            for own in ({}, counts) if counts else ({},):
                why = ask(client, address, "post", data=values | sent | own)
                broken += [(model, typed[:20], bool(own), why)] if why else []
    assert broken == []


def test_bodies_that_are_no_text_break_nothing(client):
    before, broken = snapshot(), []
    actor = Actor.objects.first()
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/é")
    for page, body, kind in product(("change", "timing", "preview"), BYTES, kinds):
        address = page_of(Actor, page, actor.pk)
        why = ask(client, address, "post", data=body, content_type=kind)
        broken += [(page, body, kind, why)] if why else []
    for address, body in product(("/admin/login/", "/admin/apercu/", "/admin/logout/"), BYTES):
        why = ask(client, address, "post", data=body, content_type=kinds[0])
        broken += [(address, body, why)] if why else []
    assert broken == []
    assert snapshot() == before


def test_nonsense_in_an_act_on_several_entries_breaks_nothing(client):
    broken = []
    for action, key in [("archivage", key) for key in KEYS] + [(name, "1") for name in WORDS]:
        sent = {"action": action, "_selected_action": [key], "index": key}
        why = ask(client, page_of(Actor, "changelist"), "post", data=sent | {"confirmed": "1"})
        broken += [(action[:12], key[:12], why)] if why else []
    assert broken == []
