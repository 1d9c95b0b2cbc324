"""The four roles, as groups of permissions, in one table. `bootstrap` writes them."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission

from editorial.models import Entry

EDITOR, PUBLISHER, ADMINISTRATOR, PARTNER = ROLES = (
    "Rédaction",
    "Publication",
    "Administration",
    "Partenaire",
)
RIGHTS = {
    "v": "view",
    "a": "add",
    "c": "change",
    "d": "delete",
    "s": "submit",
    "p": "publish",
    "r": "archive",
    "m": "merge",
}
ENTRY = "every entry"

# One letter a right. Without a line here, only a superuser touches a model.
TABLE = {
    #                            Rédaction  Publication  Administration  Partenaire
    ENTRY:                       ("vacs",   "vacsprm",   "vacsprmd",     ""),
    "actors.actor":              ("vacs",   "vacsprm",   "vacsprmd",     "vacs"),
    "initiatives.initiative":    ("vacs",   "vacsprm",   "vacsprmd",     "vacs"),
    "actors.support":            ("vacs",   "vacsprm",   "vacsprmd",     "v"),
    "levers.lever":              ("vacs",   "vacsprm",   "vacsprmd",     "v"),
    "levers.challenge":          ("vacs",   "vacsprm",   "vacsprmd",     "v"),
    "library.publication":       ("vacs",   "vacsprm",   "vacsprmd",     "v"),
    # Removing a link is an edit, with its history.
    "actors.actorlink":          ("vacd",   "vacd",      "vacd",         "vacd"),
    "initiatives.participation": ("vacd",   "vacd",      "vacd",         "vacd"),
    "actors.supportrole":        ("vacd",   "vacd",      "vacd",         ""),
    "actors.carrier":            ("vac",    "vac",       "vacd",         ""),
    "editorial.source":          ("va",     "vac",       "vac",          "va"),
    "editorial.proposal":        ("v",      "v",         "v",            "v"),
    "editorial.theme":           ("v",      "vac",       "vac",          "v"),
    "editorial.themealias":      ("v",      "vac",       "vacd",         ""),
    "levers.grid":               ("v",      "vac",       "vacd",         ""),
    "levers.griditem":           ("v",      "vac",       "vacd",         ""),
    "taggit.tag":                ("v",      "vac",       "vacd",         ""),
    "territories.territorytype": ("v",      "vac",       "vacd",         "v"),
    "territories.territory":     ("v",      "v",         "v",            "v"),
    "territories.zoning":        ("v",      "v",         "v",            ""),
    "territories.formercommune": ("v",      "v",         "v",            ""),
    "territories.zoninglist":    ("v",      "v",         "v",            ""),
    "territories.referenceimport": ("v",    "v",         "v",            ""),
    "backoffice.link":           ("vc",     "vc",        "vc",           ""),
    "backoffice.duplicate":      ("vc",     "vc",        "vc",           ""),
    "backoffice.suggestion":     ("vac",    "vac",       "vac",          ""),
    "accounts.partner":          ("",       "",          "vac",          ""),
    "accounts.account":          ("",       "",          "vac",          ""),
    "accounts.journalline":      ("",       "",          "v",            ""),
    "auth.user":                 ("",       "",          "vac",          ""),
    "auth.group":                ("",       "",          "v",            ""),
}  # fmt: skip

# Rights with a name of their own; a model that does not declare one is left alone.
NAMED = {
    "actors.confirm_carrier":    (False,    True,        True,           False),
    "editorial.read_drafts":     (True,     True,        True,           False),
}  # fmt: skip


def sync_groups():
    """Give each role exactly the permissions of the table; safe to run again."""
    known = known_permissions()
    for place, role in enumerate(ROLES):
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(known[name] for name in wanted(place) if wanted_here(name, known))


def known_permissions():
    rows = Permission.objects.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}


def wanted_here(name, known):
    """A right the table grants must exist, unless it is one a model may yet declare."""
    if name not in known and name not in NAMED:
        raise LookupError(f"« {name} » est dans le tableau des rôles et n’existe pas.")
    return name in known


def wanted(place):
    """Names of the permissions of a role, by its place in the table."""
    for model in installed_models():
        letters = TABLE.get(model._meta.label_lower) or TABLE[ENTRY]
        for letter in letters[place]:
            yield f"{model._meta.app_label}.{RIGHTS[letter]}_{model._meta.model_name}"
    yield from (name for name, granted in NAMED.items() if granted[place])


def installed_models():
    """Entries, found wherever they are, and the models the table names."""
    for model in apps.get_models():
        if issubclass(model, Entry) or model._meta.label_lower in TABLE:
            yield model


def needs_two_factor(user):
    """Who can publish, or change accounts, is asked for more than a password."""
    if user.is_superuser:
        return True
    return any(
        name == "auth.change_user" or name.partition(".")[2].startswith("publish_")
        for name in user.get_all_permissions()
    )
