"""Outgoing links: where they come from, and what a run of `check_links` writes of them."""

import datetime
import io
import json
import re
import signal
import threading
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from actors.models import Actor, Carrier, Support
from backoffice import checking
from backoffice.checking import Check, NoNetwork, Pace
from backoffice.fetching import Answer
from backoffice.holders import entry_models, holders, text_fields, url_fields
from backoffice.links import collect, collect_entry, entries_with, places
from backoffice.models import Link, LinkCheck, LinkPlace, LinkRun
from backoffice.verdicts import record
from editorial.models import Source
from tests.backoffice.sites import QUICK, open_gate
from tests.factories import ActorFactory, LeverFactory, SupportFactory

pytestmark = pytest.mark.django_db
State = Link.State


def actor(website="", **kept):
    return ActorFactory(website=website, **kept)


def link(url):
    return Link.objects.get(url=url)


def run(*arguments, **kept):
    out = io.StringIO()
    call_command("check_links", *arguments, stdout=out, **kept)
    return out.getvalue()


# -- Where links come from -----------------------------------------------------------------------


def test_every_address_of_the_content_is_found():
    """By another way: every URLField of every model of entries, sources and carriers."""
    collect()
    for model in (*entry_models(), Source, Carrier):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.URLField):
                urls = set(
                    model.objects.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                )
                places = LinkPlace.objects.of(model).filter(field=field.name)
                found = set(places.values_list("link__url", flat=True))
                assert found == {url.partition("#")[0] for url in urls}
    assert Link.objects.filter(used=True, published=True).count() > 100
    before = list(LinkPlace.objects.order_by("pk").values())
    collect()
    assert list(LinkPlace.objects.order_by("pk").values()) == before


def test_models_are_found_by_what_they_are_and_history_is_not_content():
    found = {model._meta.label for model in holders()}
    assert {model._meta.label for model in entry_models()} < found
    assert {"editorial.Source", "actors.Carrier"} <= found
    assert not [label for label in found if "Historical" in label or "backoffice" in label]
    assert {field.name for field in url_fields(Support)} == {"website", "directory_url"}


def test_every_text_shown_as_markdown_is_read():
    """Templates say which fields are Markdown: none is missing from those that are read."""
    shown = set()
    for template in Path(project.BASE_DIR / "templates").rglob("*.html"):
        shown |= set(re.findall(r"\w+\.(\w+)\|markdown", template.read_text("utf-8")))
    assert "body" in shown
    read = {field.name for model in entry_models() for field in text_fields(model)}
    assert shown <= read
    assert "review_note" not in read


def test_links_of_a_text_are_read_as_its_page_reads_them(empty_base):
    body = """[un](https://un.example/a#bas), <https://deux.example/>, [trois][3],
    `https://code.example/`, https://nu.example/, ![i](https://image.example/), [dedans](/acteurs/),
    [courriel](mailto:a@b.fr), [sans protocole](//quatre.example/x), [js](javascript:alert)

[3]: https://trois.example/ 'Trois'"""
    LeverFactory(body=body, cautions="[cinq](http://cinq.example)", review_note="[x](http://x.fr)")
    collect()
    assert set(Link.objects.values_list("url", flat=True)) == {
        "https://un.example/a", "https://deux.example/", "https://trois.example/",
        "https://quatre.example/x", "http://cinq.example",
    }  # fmt: skip


def test_an_address_given_twice_is_one_link_with_two_places(empty_base):
    first, second = actor("https://a.example/#x"), actor("https://a.example/", draft=True)
    actor("https://" + "a" * 470 + ".example/")
    assert collect() == 2
    found = places([link("https://a.example/")])[link("https://a.example/").pk]
    assert [(place.title, place.field, place.published) for place in found] == [
        (first.title, "site", True), (second.title, "site", False),
    ]  # fmt: skip
    assert found[0].admin_url == f"/admin/actors/actor/{first.pk}/change/"


def test_a_link_no_longer_given_is_kept_but_not_asked(empty_base, web):
    entry = actor(web.url("/ok"))
    run()
    Actor.objects.filter(pk=entry.pk).update(website=web.url("/404"))
    run()
    assert (link(web.url("/ok")).used, link(web.url("/404")).used) == (False, True)
    web.asked.clear()
    run()
    assert {path for _, _, path in web.asked} == {"/404"}
    entry.delete()
    collect()
    assert not Link.objects.used().exists()
    assert not LinkPlace.objects.exists()


def test_rows_beyond_one_batch_are_read_and_cleaned(empty_base, monkeypatch):
    monkeypatch.setattr("backoffice.links.CHUNK", 50)
    assert Actor.objects.count() > 100
    Actor.objects.update(website="https://a.example/")
    collect()
    assert LinkPlace.objects.count() == Actor.objects.count()
    Actor.objects.order_by("pk").last().delete()
    Actor.objects.order_by("pk").first().delete()
    collect()
    assert LinkPlace.objects.count() == Actor.objects.count()


def test_entries_that_show_a_dead_link_are_known(empty_base, web):
    """Their own, those of a source they cite, of a carrier of theirs; not once repaired."""
    source = Source.objects.create(slug="s", title="S", publisher="P", url=web.url("/410"))
    own, citing, carried = actor(web.url("/404")), actor(), actor(web.url("/ok"))
    citing.sources.add(source)
    support = SupportFactory()
    Carrier.objects.create(
        slug="c", support=support, actor=carried, website=web.url("/404"), source=source
    )
    run()
    found = entries_with([State.DEAD])
    assert set(found[Actor]) == {own, citing, carried}
    assert set(found[Support]) == {support}
    assert list(entries_with([State.DOUBTFUL])[Actor]) == []
    own.website = web.url("/ok")
    own.save()
    assert own not in entries_with([State.DEAD])[Actor]
    Link.objects.filter(url=web.url("/410")).update(judged_at=timezone.now())
    assert set(entries_with([State.DEAD])[Actor]) == {carried}


# -- A run ---------------------------------------------------------------------------------------


def test_a_run_says_what_it_found_and_touches_no_entry(empty_base, web, tmp_path):
    for path in ("/ok", "/vers/301/ok", "/404", "/500"):
        actor(web.url(path))
    before = list(Actor.objects.order_by("pk").values())
    out = run("--json", str(tmp_path / "r.json"))
    assert "Liens vérifiés : 4/4 · 2 bons, 1 mort, 1 douteux." in out
    assert list(Actor.objects.order_by("pk").values()) == before
    moved = link(web.url("/vers/301/ok"))
    assert (moved.state, moved.moved_to) == (State.GOOD, web.url("/ok"))
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert result["complete"]
    assert {row["url"] for row in result["links"]} == {web.url("/404"), web.url("/500")}


def test_a_dead_link_that_answers_again_is_good_and_its_history_is_short(empty_base, web):
    actor(web.url("/404"))
    for _ in range(LinkCheck.KEPT + 3):
        run("--quiet")
    dead = link(web.url("/404"))
    since = dead.since
    assert (dead.state, dead.failures) == (State.DEAD, LinkCheck.KEPT + 3)
    assert since < dead.checked_at
    assert dead.checks.count() == LinkCheck.KEPT
    web.codes["/404"] = 200
    run("--quiet")
    alive = link(web.url("/404"))
    assert (alive.state, alive.failures) == (State.GOOD, 0)
    assert alive.since > since


def test_an_unknown_name_is_dead_after_three_checks_over_a_week():
    unknown = Link.objects.create(url="https://x.example/", digest="x", host="x.example")
    start = timezone.now()

    def check(day, **answer):
        record(unknown, Answer(unknown.url, **answer), start + datetime.timedelta(days=day))
        return unknown.state

    lost = {"cause": "dns", "detail": "nom de site introuvable"}
    assert [check(day, **lost) for day in (0, 1, 2, 6, 7)] == ["douteux"] * 4 + ["mort"]
    assert "depuis le" in unknown.reason
    assert check(8, code=200) == State.GOOD
    assert [check(day, **lost) for day in (9, 17)] == ["douteux"] * 2  # only twice
    assert check(18, code=500) == State.DOUBTFUL
    assert check(30, **lost) == State.DOUBTFUL  # counted anew


def test_published_entries_come_first_then_what_waited_longest(empty_base, web):
    actor(web.url("/ok/brouillon"), draft=True)
    for n in range(3):
        actor(web.url(f"/ok/{n}", host=f"s{n}.example"))
    run("--limit", "3")
    assert "/ok/brouillon" not in {path for _, _, path in web.asked}
    Link.objects.filter(url__endswith="/ok/1").update(
        checked_at=timezone.now() - datetime.timedelta(9)
    )
    web.asked.clear()
    run("--limit", "1")
    assert [path for _, _, path in web.asked] == ["/ok/1"]
    web.asked.clear()
    run("--only-stale", "5")
    assert [path for _, _, path in web.asked] == ["/ok/brouillon"]
    assert "0/0" in run("--state", "douteux")


def test_a_site_is_asked_one_thing_at_a_time_and_several_sites_together(empty_base, web):
    for n in range(3):
        for host in ("a.example", "b.example"):
            actor(web.url(f"/lent/0.1/{n}", host=host))
    run()
    assert set(web.most_at_once.values()) == {1}
    assert len(web.most_at_once) == 2
    assert len(web.asked) == 6


def test_a_site_rests_between_two_requests(empty_base, web, monkeypatch):
    pace = Pace(pause=0.2, limits=QUICK.limits)
    for n in range(3):
        actor(web.url(f"/ok/{n}"))
    collect()
    keys = list(Link.objects.values_list("pk", flat=True))
    for room in (2000, 1):  # all known at once, or one after the other
        monkeypatch.setattr(checking, "WINDOW", room)
        monkeypatch.setattr(checking, "BATCH", room)
        started = timezone.now()
        Check(keys, pace=pace).run()
        assert timezone.now() - started > datetime.timedelta(seconds=0.4), room


def test_one_entry_alone_can_be_checked(empty_base, web):
    entry = actor(web.url("/ok/1"))
    entry.sources.add(
        Source.objects.create(slug="s", title="S", publisher="P", url=web.url("/404"))
    )
    actor(web.url("/ok/2"))
    assert "2/2" in run("--entry", f"actors.actor:{entry.slug}")
    assert {path for _, _, path in web.asked} == {"/ok/1", "/404"}
    assert collect_entry(entry).count() == 2


def test_an_unknown_entry_is_said_in_one_sentence():
    for bad in ("actors.actor:nul", "actors.actor", "x", "auth.user:a", "a.b:c", ":", "a\x00:b"):
        with pytest.raises(CommandError, match=r"modèle|Aucune fiche"):
            run("--entry", bad)


def test_arguments_that_mean_nothing_are_refused(tmp_path):
    for bad in (["--limit", "-1"], ["--only-stale", "x"], ["--limit", "٣"], ["--state", "x"]):
        with pytest.raises(CommandError):
            run(*bad)
    with pytest.raises(CommandError, match="dossier"):
        run("--json", str(tmp_path / "non" / "r.json"))


def test_without_a_network_nothing_is_said_of_any_link(empty_base, web, monkeypatch):
    actor("http://inconnu.example/"), actor(web.url("/ok"))
    run("--quiet")
    assert link("http://inconnu.example/").state == State.DOUBTFUL
    before = list(Link.objects.order_by("pk").values())
    monkeypatch.setattr(
        checking, "PUBLIC", open_gate(dict.fromkeys(["site.example", "inconnu.example"]))
    )
    with pytest.raises(CommandError, match="faute de réseau") as caught:
        run("--quiet")
    assert caught.value.returncode == 3
    assert list(Link.objects.order_by("pk").values()) == before


def test_a_lost_site_is_told_from_a_lost_network_by_witnesses(empty_base, web):
    actor(web.url("/ok"))
    run("--quiet")
    lost = actor("http://inconnu.example/")
    assert "1/1 · 0 bon, 0 mort, 1 douteux" in run("--entry", f"actors.actor:{lost.slug}")
    Link.objects.filter(host="site.example").delete()
    with pytest.raises(NoNetwork):
        Check(Link.objects.values_list("pk", flat=True)).run()


def test_what_stops_a_run_keeps_what_was_checked(empty_base, web, monkeypatch):
    for n in range(6):
        actor(web.url(f"/ok/{n}"))

    def stop(done):
        if done == 3:
            signal.raise_signal(signal.SIGTERM)  # a polite kill

    before = signal.getsignal(signal.SIGTERM)
    with monkeypatch.context() as patch:
        patch.setattr("backoffice.running.Turn.beat", lambda self, done=0, total=0: stop(done))
        with pytest.raises(CommandError, match="gardé") as caught:
            run()
    assert caught.value.returncode == 130
    assert signal.getsignal(signal.SIGTERM) == before
    assert Link.objects.exclude(state=State.UNCHECKED).count() == 3
    web.asked.clear()
    assert "3/3" in run("--only-stale", "1")
    assert len(web.asked) == 3


def test_a_second_run_says_so_and_stops_until_the_first_is_dead(empty_base, web):
    now = timezone.now()
    LinkRun.objects.create(
        name="liens", token="autre", started_at=now, beat_at=now, done=4, total=9
    )
    actor(web.url("/ok"))
    with pytest.raises(CommandError, match="4 liens vérifiés sur 9") as caught:
        run()
    assert caught.value.returncode == 4
    assert not Link.objects.exists()
    LinkRun.objects.update(beat_at=now - datetime.timedelta(minutes=3))
    assert "1/1" in run()
    assert LinkRun.objects.get().token == ""


def test_a_fault_of_ours_on_one_link_stops_no_other(empty_base, web, monkeypatch, caplog):
    actor(web.url("/ok")), actor(web.url("/bogue"))
    whole = checking.fetch

    def faulty(url, *arguments):
        if url.endswith("/bogue"):
            raise RuntimeError("faute")
        return whole(url, *arguments)

    monkeypatch.setattr(checking, "fetch", faulty)
    assert "1 bon, 0 mort, 1 douteux" in run()
    assert "faute" in caplog.text


def test_an_answer_made_to_break_the_base_does_not(empty_base, web):
    for name, location in (("nul", "/a\x00b"), ("long", "/" + "a" * 50_000), ("accents", "/é\xff")):
        web.locations[name] = location
        actor(web.url(f"/ailleurs/{name}"))
    assert "3/3" in run()
    ends = Link.objects.values_list("final_url", flat=True)
    assert max(map(len, ends)) <= 2000
    assert not [end for end in ends if "\x00" in end]  # PostgreSQL would refuse it


def test_threads_end_with_their_run(empty_base, web):
    actor(web.url("/ok"))
    before = threading.active_count()
    run()
    for thread in [one for one in threading.enumerate() if one.name.endswith("(work)")]:
        thread.join(2)
    assert threading.active_count() <= before + 1  # the site's own answering thread
