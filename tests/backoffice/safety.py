"""What tests of safety share: the addresses of the admin, rows to open, what a page may hold."""

import re
from functools import cache

from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import get_resolver

from accounts.models import JournalLine
from editorial.models import entry_models
from editorial.moves import MOVES
from tests.editorial.test_admin import a_row

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_AN_ADDRESS = re.compile(r"\(\?P")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
GOES_NOWHERE_BY_ITSELF = {"http", "https", "mailto", "tel"}
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")
FOREIGN = ("style", "math", "iframe", "object", "embed", "base", "applet", "xss-probe")


def walk(resolver, prefix="/"):
    """Every pattern of the project, as text, with its name."""
    for one in resolver.url_patterns:
        address = f"{prefix}{one.pattern}"
        if hasattr(one, "url_patterns"):
            yield from walk(one, address)
        else:
            yield address, one.name or ""


@cache
def patterns():
    return [one for one in walk(get_resolver()) if not NOT_AN_ADDRESS.search(one[0])]


def known_rows():
    """{« actors_actor »: a row} of every model of the admin; an entry has one version."""
    rows = {}
    for model in admin.site._registry:
        row = User.objects.first() if model is User else a_row(model)
        rows[f"{model._meta.app_label}_{model._meta.model_name}"] = row
    return rows


def filled(address, name, rows):
    """The addresses of one pattern: the key of a row in the place of its parameters."""
    asked = PARAMETER.findall(address)
    if not asked:
        return [address]
    row = next((row for key, row in rows.items() if f"/{key.replace('_', '/')}/" in address), None)
    version = row.history.first() if hasattr(row, "history") else None
    key = row.pk if row else 1
    values = {"object_id": key, "id": key, "uidb64": "MQ", "token": "a-b"}
    values["content_type_id"] = ContentType.objects.get(model="actor").pk
    values["history_id"] = version.pk if version else 1
    names = MOVES if "name" in asked else [""]
    return [with_values(address, values | {"name": one}) for one in names]


def with_values(address, values):
    return PARAMETER.sub(lambda found: str(values[found[1]]), address)


def admin_addresses(rows=None):
    """Every address of the admin and of signing in, one a pattern, moves one by one."""
    rows = known_rows() if rows is None else rows
    found = {address: name for address, name in patterns() if address.startswith("/admin/")}
    return [one for address, name in found.items() for one in filled(address, name, rows)]


def texts(model):
    """Columns of a model where someone writes what they want."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField | models.EmailField)
        and not field.choices
        and not field.primary_key
    ]


def urls(model):
    return [one for one in model._meta.local_concrete_fields if isinstance(one, models.URLField)]


def snapshot():
    """How many rows everything has, and where each entry stands: what reading must not change."""
    counts = {
        model._meta.label: model._base_manager.count()
        for model in admin.site._registry
        if model is not JournalLine  # refusals are written down
    }
    for model in entry_models():
        counts[model._meta.label] = list(
            model.objects.order_by("pk").values_list("pk", "version", "status", "updated_at")
        )
        counts[model.history.model._meta.label] = model.history.count()
    return counts


def dangers(html):
    """What a browser would run or follow on a page that only shows texts; none is safe."""
    page = BeautifulSoup(html, "html.parser")
    found = [str(tag)[:120] for tag in page.find_all(FOREIGN)]
    for tag in page.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        found += [f"{tag.name} style" for name in tag.attrs if name == "style"]
        found += [
            f"{tag.name} {name}={tag[name][:80]}"
            for name in ADDRESSES
            if tag.has_attr(name) and not leads_safely(tag, tag[name])
        ]
    for script in page.find_all("script"):
        if script.get("type") != "application/json" and script.get_text(strip=True):
            found.append(f"script: {script.get_text()[:80]}")
        if not script.get("src", "/static/").startswith(("/static/", "/admin/jsi18n/")):
            found.append(f"script from {script['src']}")
    return found


def leads_safely(tag, address):
    """As browsers read an address: control characters and spaces around or inside are nothing."""
    read = re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(33))))
    scheme = SCHEME.match(read)
    if scheme is None:
        return True
    if tag.name == "img" and read.startswith("data:image/"):
        return True
    return scheme[0].lower() in GOES_NOWHERE_BY_ITSELF
