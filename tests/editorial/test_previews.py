"""Previews: a signed address that expires, shows what the public will see, and is told nowhere."""

import re

import pytest
from django.core import signing
from django.utils import timezone

from editorial import previews
from editorial.models import entry_models
from tests.editorial.people import (
    again,
    an_actor,
    do,
    editor,
    page_of,
    publisher,
    told,
    write,
)  # fmt: skip
from tests.editorial.test_admin import read

pytestmark = pytest.mark.django_db
WEEK = previews.DAYS * 24 * 3600


def link_of(client, entry):
    response = client.post(page_of(entry, "preview"))
    assert response.status_code == 200
    return read(response)[0].find(id="id_link")["value"].removeprefix("http://testserver")


def test_every_kind_of_entry_is_previewed_as_the_public_will_see_it(client):
    for model in entry_models():
        entry = model.objects.published().first()
        model.objects.filter(pk=entry.pk).update(status="brouillon")
        response = client.get(previews.link(again(entry)))
        assert response.status_code == 200, model
        assert entry.title in read(response)[1]
        headers = response.headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in headers["Cache-Control"]
        assert "private" in headers["Cache-Control"]
        assert again(entry).status == "brouillon"
        assert client.get(entry.get_page_url()).status_code == 404


def test_a_link_is_made_by_those_who_work_on_the_entry_and_by_no_get(client):
    entry, writer = an_actor(draft=True, title="Zzyzx d’essai"), editor()
    assert writer.get(page_of(entry, "preview")).status_code == 405
    link = link_of(writer, entry)
    assert "Zzyzx d’essai" in read(client.get(link))[1]
    for place in (
        "/sitemap.xml",
        "/sitemap-acteurs.xml",
        "/acteurs/?q=zzyzx",
        "/recherche/?q=zzyzx",
    ):
        body = client.get(place).content.decode()
        assert not {"zzyzx-d", "/apercu/"} & set(re.findall("zzyzx-d|/apercu/", body)), place
    assert "Disallow: /apercu/" in client.get("/robots.txt").content.decode().splitlines()
    for method in (client.post, client.put, client.delete):
        assert method(link).status_code == 405


def test_a_link_that_was_changed_or_has_expired_shows_nothing(client, monkeypatch):
    entry = an_actor(draft=True)
    link = previews.link(entry)
    what = {"m": "actors.actor", "e": entry.pk, "p": None}
    forged = [
        link[:-3] + "/", link.replace("apercu/", "apercu/x"), "/apercu/abc/", "/apercu/:/",
        "/apercu/%00/", "/apercu/🏘️:a:b/", f"/apercu/{'a' * 5000}/",
        f"/apercu/{signing.dumps(what)}/", f"/apercu/{signing.dumps(what, salt='autre')}/",
    ]  # fmt: skip
    for address in forged:
        assert client.get(address).status_code == 404, address
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + WEEK - 60)
    assert client.get(link).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + WEEK + 60)
    response = client.get(link)
    assert response.status_code == 410
    assert "noindex" in response["X-Robots-Tag"]
    assert entry.title not in response.content.decode()
    monkeypatch.undo()
    entry.delete()
    assert client.get(link).status_code == 404


def test_a_link_follows_the_entry_from_draft_to_public_to_archived(client):
    entry, boss = an_actor(draft=True), publisher()
    link = link_of(boss, entry)
    do(boss, entry, "publication")
    response = client.get(link)
    assert (response.status_code, response.url) == (302, entry.get_absolute_url())
    assert "ce lien mène à son adresse publique" in told(boss.post(page_of(entry, "preview")), boss)
    do(boss, entry, "retrait")
    assert client.get(link).status_code == 200
    do(boss, entry, "archivage")
    assert client.get(link).status_code == 410


def test_a_proposed_version_is_previewed_until_it_is_decided(client):
    entry, writer, boss = an_actor(title="En ligne"), editor(), publisher()
    write(writer, entry, title="Proposé <b>", slug="adresse-proposee")
    link = link_of(writer, entry)
    page = client.get(link)
    assert page.status_code == 200
    assert "Proposé &lt;b&gt;" in page.content.decode()
    assert again(entry).slug == entry.slug
    assert "En ligne" in client.get(entry.get_absolute_url()).content.decode()
    do(boss, entry, "archivage")
    assert client.get(link).status_code == 410
    do(boss, entry, "reouverture")
    assert "Proposé &lt;b&gt;" in client.get(link).content.decode()
    do(boss, entry, "publication")
    boss.post(page_of(entry, "proposal"), {"version": "1", "_accept": "1"})
    assert client.get(link).url == "/acteurs/adresse-proposee/"
