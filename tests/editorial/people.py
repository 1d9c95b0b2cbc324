"""Who works on entries in tests, and what they do: by the pages, as a browser would."""

from itertools import count

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from editorial.models import entry_models
from territories.models import Territory
from tests.editorial.test_admin import form_values, read
from tests.factories import ActorFactory, SourceFactory
from tests.signing_in import sign_in

LINKS = ("actorlink", "supportrole", "participation")
WRITES = ("view", "add", "change", "submit")
PUBLISHES = (*WRITES, "publish", "archive", "merge")
SAINT_LOUP = "commune-70467"
numbers = count(1)


def member(*rights, drafts=True, partner=None):
    """A member of staff with these rights on every kind of entry."""
    number = next(numbers)
    user = User.objects.create_user(f"agent-{number}", f"a{number}@essai.example", is_staff=True)
    user.first_name, user.last_name = "Camille", f"Essai {number}"
    user.save()
    names = [model._meta.model_name for model in entry_models()]
    codenames = [f"{right}_{name}" for right in rights for name in names]
    codenames += ["read_drafts"] if drafts else []
    if "change" in rights:
        codenames += [f"{r}_{name}" for r in ("view", "add", "change", "delete") for name in LINKS]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    Account.objects.create(user=user, partner=partner)
    return user


def enter(user):
    client = Client()
    sign_in(client, user)
    client.user = user
    return client


def editor(**account):
    return enter(member(*WRITES, **account))


def publisher():
    return enter(member(*PUBLISHES))


def an_actor(**fields):
    """An actor that has all a published entry needs."""
    sources = [SourceFactory()]
    place = Territory.objects.get(pk=SAINT_LOUP)
    return ActorFactory(**{"sources": sources, "coverage": [place]} | fields)


def page_of(entry, page="change", *arguments):
    names = f"{entry._meta.app_label}_{entry._meta.model_name}"
    return reverse(f"admin:{names}_{page}", args=[entry.pk, *arguments])


def form_of(client, entry, query=""):
    """What the form of an entry would send, untouched."""
    response = client.get(page_of(entry) + query)
    assert response.status_code == 200
    return form_values(read(response)[0], f"{entry._meta.model_name}_form")


def write(client, entry, query="", **typed):
    """Open the form of an entry, type this, save."""
    return client.post(page_of(entry) + query, form_of(client, entry, query) | typed)


def do(client, entry, move, reason="Relu en équipe"):
    return client.post(page_of(entry, "move", move), {"reason": reason})


def told(response, client):
    """The words of the page a POST leads to."""
    if response.status_code == 302:
        response = client.get(response.url, follow=True)
    return read(response)[1]


def again(entry):
    """The entry as the base has it."""
    return type(entry).objects.get(pk=entry.pk)
