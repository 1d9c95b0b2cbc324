"""Every role, on every screen, for every action: what HTTP answers is what `matrix.py` says."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts.models import JournalLine, Partner
from accounts.roles import ROLES as GROUPS
from backoffice.models import Link
from editorial.models import entry_models
from tests.backoffice import attempts, matrix
from tests.backoffice.attempts import ENTRY_ATTEMPTS, OTHER_ATTEMPTS, Attempt, place, undone
from tests.backoffice.matrix import EVERY_STAFF, FAMILIES, FIRST, NO, ON_EACH, OTHERS, ROLES, SITE
from tests.editorial.test_admin import a_row
from tests.signing_in import make_user

DJANGO_PAGES = {"changelist", "add", "history", "delete", "change", "export"}
ENTRY_PAGES = {"move", "timing", "proposal", "restore", "preview", "merge"}
ACCOUNT_PAGES = {"link", "second_factor"}
# Django's screens of accounts read variables they do not give.
pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.on_postgresql]


def other_models():
    entries = set(entry_models())
    return [model for model in admin.site._registry if model not in entries]


@pytest.fixture
def superior(signed_in, django_user_model):
    user = django_user_model.objects.create_superuser("superieur", password="un bon mot de passe")
    client = signed_in(user)
    client.user = user
    return client


@pytest.fixture
def client_of(signed_in):
    """A client of this role; a partner's writes for Bretagne."""
    cress = Partner.objects.create(slug="cress-a", name="CRESS A", territory_id=attempts.BRETAGNE)
    Partner.objects.create(slug="cress-b", name="CRESS B", territory_id=attempts.NORMANDIE)

    def signed(role):
        if role == "visiteur":
            return Client()
        if role == "sans groupe":
            return signed_in(make_user())
        return signed_in(make_user(role, partner=cress if role == "Partenaire" else None))

    return signed


def entry(model, status, whose=""):
    """An entry of the project's content, at this status, of this partner."""
    row = model.objects.published().filter(sources__isnull=False).first()
    if whose and hasattr(model, "PLACES"):
        place(row, whose)
    model.objects.filter(pk=row.pk).update(status=status)
    return model.objects.get(pk=row.pk)


def tried(client, superior, model, whose=""):
    """{action: what came of it} on one kind of entry."""
    found, all_of_them = {}, model._meta.label_lower in FIRST
    for action, (status, attempt) in ENTRY_ATTEMPTS.items():
        if not (all_of_them or action in ON_EACH):
            continue
        with undone():
            owned = whose if hasattr(model, "PLACES") else ""
            made = attempt(Attempt(client, superior, entry(model, status, whose), owned))
        found[action] = made
    return found


def differing(found, expected):
    """What is not as written; None is what a model has not."""
    return {
        action: f"{cell}, attendu {expected[action]}"
        for action, cell in found.items()
        if cell is not None and cell != expected[action]
    }


@pytest.mark.parametrize("role", matrix.STAFF_COLUMNS)
def test_each_role_does_to_every_entry_what_the_table_says(client_of, superior, role):
    table, client, wrong = matrix.entries_table(), client_of(role), {}
    models = entry_models()
    if role in matrix.STAFF_COLUMNS[:2]:
        models = [model for model in models if model._meta.label_lower in FIRST]
    for model in models:
        expected = {action: cells[role] for action, cells in table.items()}
        wrong[model._meta.label] = differing(tried(client, superior, model), expected)
    assert {label: found for label, found in wrong.items() if found} == {}


def test_a_partner_does_to_every_entry_what_the_table_says(client_of, superior):
    table, client, wrong = matrix.entries_table(), client_of("Partenaire"), {}
    for family, whose in matrix.PARTNER_COLUMNS:
        expected = {action: cells[family, whose] for action, cells in table.items()}
        for label in FAMILIES[family]:
            found = tried(client, superior, apps.get_model(label), whose)
            wrong[label, whose] = differing(found, expected)
    assert {label: found for label, found in wrong.items() if found} == {}


def other_row(model):
    if model is User:
        return make_user("Rédaction")
    if model is JournalLine:
        return JournalLine.objects.create(act=JournalLine.Act.SIGNED_IN)
    row = a_row(model)
    if model is Link:
        seen = {"state": Link.State.DEAD, "checked_at": timezone.now(), "since": timezone.now()}
        Link.objects.filter(pk=row.pk).update(**seen)
    if model._meta.label_lower == "actors.carrier":
        model.objects.filter(pk=row.pk).update(confirmed=False)
    return row


@pytest.fixture
def no_network(monkeypatch):
    """Checking a link again says it is good."""

    class Check:
        done, total, states = 1, 1, {}

        def __init__(self, keys, pace):
            self.keys = keys

        def run(self):
            Link.objects.filter(pk__in=self.keys).update(state=Link.State.GOOD)

    monkeypatch.setattr("backoffice.admin.Check", Check)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_on_every_other_screen_what_the_table_says(
    client_of, superior, no_network, role
):
    client, wrong = client_of(role), {}
    for model in other_models():
        label = model._meta.label_lower
        found, row = {}, other_row(model)
        for action, attempt in OTHER_ATTEMPTS.items():
            with undone():
                found[action] = attempt(Attempt(client, superior, row))
        wrong[label] = differing(found, matrix.expected_of_others(label, role))
    assert {label: found for label, found in wrong.items() if found} == {}


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_the_site_open_to_whom_the_table_says(client_of, role):
    client = client_of(role)
    opened = {page for page in SITE if client.get(page).status_code == 200}
    assert opened == {page for page, who in SITE.items() if role in who}


def test_a_confirmed_carrier_is_changed_by_who_may_confirm_only(client_of, superior):
    row = other_row(apps.get_model("actors.carrier"))
    type(row).objects.filter(pk=row.pk).update(confirmed=True)
    for role in ROLES:
        with undone():
            done = Attempt(client_of(role), superior, row).change()
        assert (done != NO) == (role in ("Publication", "Administration")), role


# -- The tables forget nothing -------------------------------------------------------------------


def test_every_screen_and_every_entry_is_in_a_table():
    assert {model._meta.label_lower for model in other_models()} == set(OTHERS)
    named = [label for labels in FAMILIES.values() for label in labels]
    assert sorted(named) == sorted(model._meta.label_lower for model in entry_models())
    assert set(ON_EACH) < set(ENTRY_ATTEMPTS) == set(matrix.entries_table())
    letters = [action for actions in matrix.LETTERS.values() for action in actions]
    assert set(OTHER_ATTEMPTS) == set(letters)
    assert set(EVERY_STAFF) == {*GROUPS, "sans groupe"}


def test_every_page_and_every_bulk_action_is_in_a_table(rf, admin_user):
    """A new one is tried by every role, or it is not merged."""
    request = rf.get("/")
    request.user = admin_user
    known = {action.removesuffix(" en lot") for action in ENTRY_ATTEMPTS if "en lot" in action}
    for model, model_admin in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        names = {url.name.removeprefix(prefix) for url in model_admin.get_urls() if url.name}
        extra = ENTRY_PAGES if model in entry_models() else ACCOUNT_PAGES if model is User else ()
        assert names - DJANGO_PAGES == set(extra), model
        actions = set(model_admin.get_actions(request))
        if model in entry_models():
            assert actions == known, model
        elif model is Link:
            assert actions == {"check_again", "note_as_good"}
        else:
            assert not actions, model


def test_the_matrix_is_printed_in_french(capsys):
    text = matrix.printed()
    print(text)
    assert "| publication | non | non | non | oui | oui | non |" in text
    assert "| modification d’une publiée | non | non | propose | oui |" in text
