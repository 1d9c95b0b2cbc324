"""The four roles: what each holds, and that nothing of the site is forgotten."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from accounts import roles
from accounts.roles import TABLE, sync_groups
from editorial.models import Entry

ENTRIES = [model for model in apps.get_models() if issubclass(model, Entry)]
ACTS = ("view", "add", "change", "delete", "submit", "publish", "archive", "merge")


def held(role, model):
    granted = Group.objects.get(name=role).permissions.filter(
        content_type__app_label=model._meta.app_label,
        codename__in=[f"{act}_{model._meta.model_name}" for act in ACTS],
    )
    names = {codename.partition("_")[0] for codename in granted.values_list("codename", flat=True)}
    return [act for act in ACTS if act in names]


@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model._meta.label)
def test_each_role_holds_its_acts_on_every_entry(db, model):
    assert held("Rédaction", model) == ["view", "add", "change", "submit"]
    assert held("Publication", model) == [act for act in ACTS if act != "delete"]
    assert held("Administration", model) == list(ACTS)
    partner = held("Partenaire", model)
    if model._meta.label in ("actors.Actor", "initiatives.Initiative"):
        assert partner == ["view", "add", "change", "submit"]
    else:
        assert partner in ([], ["view"])


def test_writing_the_roles_again_changes_nothing_and_repairs_what_was_changed(db):
    def rows():
        return {role: set(Group.objects.get(name=role).permissions.all()) for role in roles.ROLES}

    before = rows()
    assert all(before.values())
    Group.objects.get(name="Rédaction").permissions.set(before["Administration"])
    sync_groups()
    sync_groups()
    assert rows() == before


def test_a_right_that_does_not_exist_is_not_passed_over(db, monkeypatch):
    monkeypatch.setitem(TABLE, "editorial.theme", ("p", "", "", ""))
    with pytest.raises(LookupError, match="publish_theme"):
        sync_groups()


def test_only_administrators_touch_accounts(db):
    for role in ("Rédaction", "Publication", "Partenaire"):
        own = Group.objects.get(name=role).permissions
        assert not own.filter(content_type__app_label__in=("auth", "accounts")).exists()
    codes = Group.objects.get(name="Administration").permissions
    assert not codes.filter(codename__in=("delete_user", "change_group", "add_group")).exists()


def test_an_administrator_holds_what_every_role_holds_and_so_can_keep_its_accounts(db):
    own = set(Group.objects.get(name="Administration").permissions.all())
    for role in roles.ROLES:
        assert set(Group.objects.get(name=role).permissions.all()) <= own, role
