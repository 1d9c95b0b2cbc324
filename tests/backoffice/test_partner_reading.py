"""What a partner reads, chooses and filters: never what is not theirs, not even by a guess."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from actors.models import Actor, ActorLink, Support
from editorial.acts import act
from editorial.models import Source
from initiatives.models import Initiative
from levers.models import Lever
from library.models import Publication
from tests.backoffice.attempts import NORMANDIE
from tests.backoffice.partners import (
    FORMATS,
    GUESSED,
    SECRET,
    failures,
)
from tests.editorial.test_admin import address

pytestmark = pytest.mark.on_postgresql

# -- What is read ----------------------------------------------------------------------------------


def pages_read(world):
    """Pages a partner does open: none names what is not theirs."""
    for row in (world.own, world.own_published, *world.others.values()):
        yield f"fiche {row}", "get", address(Actor, "change", row.pk)
    for row in (world.own, world.own_published):
        yield f"historique {row}", "get", address(Actor, "history", row.pk)
        yield f"aperçu {row}", "post", address(Actor, "preview", row.pk)
    for page in ("/admin/", "/admin/actors/", "/admin/jsi18n/", "/admin/password_change/"):
        yield page, "get", page
    for model in (Actor, Initiative, Support, Lever, Publication, Source):
        yield f"liste {model}", "get", address(model, "changelist")
        for format in FORMATS:
            yield f"export {model} {format}", "get", address(model, "export"), {"format": format}


def test_no_page_a_partner_opens_names_what_is_not_theirs(world, partner):
    link = {"content_type": ContentType.objects.get_for_model(Actor), "user": world.publisher}
    LogEntry.objects.create(
        **link, object_id=world.draft.pk, object_repr=SECRET, action_flag=2, change_message="[]"
    )
    assert failures(world, partner, pages_read(world)) == {}


def test_an_export_in_excel_names_nothing_either(world, partner):
    from io import BytesIO  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    response = partner.get(address(Actor, "export"), {"format": "xlsx", "q": "fiche"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "Fiche des autres" in cells
    assert [cell for cell in cells if SECRET in cell.lower()] == []


def test_the_history_of_ones_own_entry_names_no_hidden_link(world, partner):
    with act(world.own, None, "classement"):
        world.own.levers.clear()
        ActorLink.objects.filter(subject=world.own).delete()
    first = world.own.history.order_by("version").first()
    pages = [
        ("historique", "get", address(Actor, "history", world.own.pk)),
        ("retour", "get", address(Actor, "restore", world.own.pk, first.history_id)),
    ]
    assert failures(world, partner, pages) == {}
    assert "que vous ne lisez pas" in partner.get(pages[0][2]).text


# -- By choice -------------------------------------------------------------------------------------


CHOICES = (
    ("actors", "actor", "replaced_by"), ("actors", "actor", "levers"),
    ("actors", "actor", "publications"), ("actors", "actor", "challenges"),
    ("actors", "actorlink", "target"), ("actors", "actorlink", "subject"),
    ("actors", "supportrole", "actor"), ("actors", "supportrole", "support"),
    ("actors", "carrier", "actor"), ("actors", "carrier", "support"),
    ("initiatives", "initiative", "supports"), ("initiatives", "participation", "actor"),
    ("initiatives", "participation", "initiative"), ("actors", "support", "terms"),
    ("levers", "tool", "lever"), ("actors", "actor", "partner"), ("actors", "actor", "seat"),
    ("actors", "historicalactor", "history_user"), ("actors", "historicalactor", "replaced_by"),
    ("actors", "actor", "history"), ("actors", "actor", "status"), ("actors", "actor", "id"),
    ("accounts", "account", "user"), ("accounts", "account", "partner"),
    ("accounts", "journalline", "user"), ("editorial", "proposal", "author"),
    ("auth", "user", "groups"), ("auth", "group", "permissions"), ("admin", "logentry", "user"),
    ("otp_totp", "totpdevice", "user"), ("sessions", "session", "session_key"),
    ("nulle", "part", "rien"), ("", "", ""), ("\x00", "\x00", "\x00"),
)  # fmt: skip


def by_choice():
    url = reverse("admin:autocomplete")
    for app, model, field in CHOICES:
        for term in (GUESSED, ""):
            names = {"app_label": app, "model_name": model, "field_name": field}
            yield f"{app}.{model}.{field} « {term} »", "get", url, names | {"term": term}


def test_no_choice_offers_what_is_not_theirs(world, partner):
    assert failures(world, partner, by_choice()) == {}
    names = {"app_label": "actors", "model_name": "actorlink", "field_name": "target"}
    found = partner.get(reverse("admin:autocomplete"), names | {"term": "fiche"}).json()
    texts = {one["text"] for one in found["results"]}
    assert {"Fiche à moi", "Fiche des autres"} <= texts
    for private in ("user", "partner"):
        names = {"app_label": "accounts", "model_name": "account", "field_name": private}
        assert partner.get(reverse("admin:autocomplete"), names).status_code == 403


# -- By filter -------------------------------------------------------------------------------------

ORACLES = (  # each would answer yes or no on what is not shown
    "review_note__icontains=quetzal", "review_note__startswith=q", "partner__id__exact={partner}",
    "partner__accounts__user__password__startswith=a", "partner__slug=cress-b",
    "levers__actors__title__startswith=z", "levers__actors__review_note__contains=q",
    "levers__title__startswith=z", "levers__review_note__contains=q",
    "levers__history__title__contains=q", "themes__actors__partner=1",
    "replaced_by__title__startswith=z", "replaced_by=1", "links_out__target__title__contains=q",
    "history__title__contains=q", "tagged_items__tag__name=a", "links__title__contains=q",
    "publications__title__contains=q", "publications=1", "coverage__code__exact=region-53",
    "seat__actors__title__contains=q", "status__regex=(", "kind__iregex=(a%2B)%2B$",
    "title__contains=z", "version=1", "sourced=1", "publish_at__isnull=True", "body__contains=q",
    "supports__title__contains=q", "initiatives__title__contains=q", "carried__note__contains=q",
    "roles__support__title__contains=q", "Partner=1", "partner__territory__actors__title=q",
)  # fmt: skip
HARMLESS = (
    "status__exact=brouillon", "status__exact=relecture", "status__in=brouillon,relecture",
    "status__exact=archive", "o=1.2.3", "o=-1", "o=99", "o=x", "o=%00", "q=zorglub", "q=quetza",
    "e=1", "p=0", "p=99999", "p=x", "all=", "_popup=1", "_to_field=id", "_to_field=title",
    "id__in={draft}", "id={draft}", "pk={draft}", "id__gte=1", "id=x", "id=%00",
    "levers__id__exact={lever}", "levers__id__exact=x", "levers__id__exact=%00",
    "themes__id__exact=x", "status__exact=%00", "kind__exact=%00", "verified_on__gte=x",
    "verified_on__gte=%00", "verified_on__isnull=x", "_changelist_filters=status=brouillon",
    "_facets=True", "_facets=True&q=zorglub", "is_facets=1", "status__isnull=", "themes__isnull=1",
)  # fmt: skip


def by_filter(world):
    known = {"partner": world.other_partner.pk, "draft": world.draft.pk, "lever": world.lever.pk}
    for query in (*ORACLES, *HARMLESS):
        filled = query.format(**known)
        yield f"?{query}", "get", f"{address(Actor, 'changelist')}?{filled}"
        url = address(Actor, "export")
        yield f"export ?{query}", "get", f"{url}?format=json&{filled}"
    for model in (Initiative, Support, Lever, Publication, Source):
        for query in ("status__exact=brouillon", "q=zorglub", "review_note__contains=q"):
            yield f"{model} ?{query}", "get", f"{address(model, 'changelist')}?{query}"


def test_no_filter_shows_what_is_not_theirs(world, partner):
    assert failures(world, partner, by_filter(world)) == {}


def test_a_question_about_what_is_not_shown_gets_no_answer(world, partner):
    """A filter the list does not offer is refused: its answer would be a guess confirmed."""
    wrong = {}
    for query in ORACLES:
        asked = f"{address(Actor, 'changelist')}?{query.format(partner=world.other_partner.pk)}"
        status = partner.get(asked).status_code
        if status == 200:
            wrong[query] = status
    assert wrong == {}


def test_territories_do_not_tell_which_drafts_lie_there(world, partner):
    for query in (f"actors={world.draft.pk}", f"actors__id__exact={world.draft.pk}",
                  "actors__title__contains=q", "partners=1", "partners__isnull=False",
                  f"seated_actors={world.draft.pk}", f"initiatives={world.draft.pk}"):  # fmt: skip
        for page in ("territory", "territorytype"):
            answer = partner.get(f"/admin/territories/{page}/?{query}")
            assert answer.status_code in (302, 400, 403), (page, query)


# -- The public side, signed in --------------------------------------------------------------------


def test_the_public_side_shows_nothing_more_to_who_is_signed_in(world, partner):
    attacks = [
        (f"{page} {query}", "get", page, query)
        for page in ("/recherche/", "/acteurs/", "/initiatives/", "/appuis/", "/ressources/")
        for query in (
            {"q": GUESSED},
            {"territoire": NORMANDIE, "q": GUESSED},
            {"etat": "brouillon"},
        )
    ]
    attacks += [("/territoires/suggestions/", "get", "/territoires/suggestions/", {"q": GUESSED})]
    attacks += [(f"/sitemap.xml {n}", "get", "/sitemap.xml", {"p": n}) for n in ("1", "x")]
    assert failures(world, partner, attacks) == {}
    for row in world.hidden.values():
        if row.status != "archive":
            assert partner.get(row.get_absolute_url()).status_code == 404
