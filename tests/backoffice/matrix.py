"""Who may do what in the back office, as one reads it: the tables `test_role_matrix.py` holds
every screen to. `python -m tests.backoffice.matrix` prints them.
"""

ROLES = ("visiteur", "sans groupe", "Rédaction", "Publication", "Administration", "Partenaire")
STAFF_COLUMNS = ROLES[:5]

# Kinds of entries, by what a partner may do of them. Each entry model is in one of them.
FAMILIES = {
    "acteurs, initiatives": ("actors.actor", "initiatives.initiative"),
    "appuis": ("actors.support",),
    "leviers, défis, publications": ("levers.lever", "levers.challenge", "library.publication"),
    "outils, chiffres, événements, termes": (
        "levers.tool",
        "library.keyfigure",
        "library.event",
        "library.term",
    ),
}
WRITTEN, OWNED, READ, KEPT = FAMILIES
PARTNER_COLUMNS = (
    (WRITTEN, "siens"), (WRITTEN, "autres"), (OWNED, "siens"), (OWNED, "autres"),
    (READ, "autres"), (KEPT, "autres"),
)  # fmt: skip

YES, PROPOSED, NO = "o", "p", "."
WORDS = {YES: "oui", PROPOSED: "propose", NO: "non"}

# o: done · p: kept as a proposed version, the published entry does not move · .: refused.
# « siens »: on the partner's territory and theirs. « autres »: another partner's, or nobody's.
ENTRIES_TABLE = """
                                   | v s R P A | acteurs  appuis  lus  tenus
liste                              | . . o o o | o o      o o     o    .
export                             | . . o o o | o o      o o     o    .
choix dans une autre fiche         | . . o o o | o o      o o     o    .
lecture d’un brouillon             | . . o o o | o .      o .     .    .
lecture d’une publiée              | . . o o o | o o      o o     o    .
création                           | . . o o o | o .      . .     .    .
modification d’un brouillon        | . . o o o | o .      . .     .    .
modification d’une publiée         | . . p o o | p .      . .     .    .
modification d’une archivée        | . . . o o | . .      . .     .    .
relecture                          | . . o o o | o .      . .     .    .
relecture en lot                   | . . o o o | o .      . .     .    .
publication                        | . . . o o | . .      . .     .    .
publication en lot                 | . . . o o | . .      . .     .    .
renvoi                             | . . . o o | . .      . .     .    .
renvoi en lot                      | . . . o o | . .      . .     .    .
retrait                            | . . . o o | . .      . .     .    .
retrait en lot                     | . . . o o | . .      . .     .    .
archivage                          | . . . o o | . .      . .     .    .
archivage en lot                   | . . . o o | . .      . .     .    .
reouverture                        | . . . o o | . .      . .     .    .
reouverture en lot                 | . . . o o | . .      . .     .    .
verification en lot                | . . . o o | . .      . .     .    .
fusion                             | . . . o o | . .      . .     .    .
programmation                      | . . . o o | . .      . .     .    .
historique d’un brouillon          | . . o o o | o .      o .     .    .
historique d’une publiée           | . . o o o | o .      o .     .    .
restauration d’un brouillon        | . . o o o | o .      . .     .    .
restauration d’une publiée         | . . p o o | p .      . .     .    .
aperçu d’un brouillon              | . . o o o | o .      o .     .    .
version proposée, lue              | . . o o o | o .      o .     .    .
version proposée, acceptée         | . . . o o | . .      . .     .    .
version proposée, refusée          | . . . o o | . .      . .     .    .
suppression d’un brouillon         | . . . . . | . .      . .     .    .
suppression d’une publiée          | . . . . . | . .      . .     .    .
suppression d’une archivée         | . . . . o | . .      . .     .    .
"""

# v: list, row, history, export, choice in a form · a: add · c: change · d: delete
# n: note a link as good, check it again · l: hand over a password link, erase a second factor
LETTERS = {
    "v": ("liste", "lecture", "historique", "export", "choix"),
    "a": ("création",),
    "c": ("modification",),
    "d": ("suppression",),
    "n": ("note", "nouvelle vérification"),
    "l": ("lien de mot de passe", "effacement du second facteur"),
}
OTHERS = {
    #                            Rédaction  Publication  Administration  Partenaire
    "editorial.source":          ("va",     "vac",       "vac",          "va"),
    "editorial.theme":           ("v",      "vac",       "vac",          "v"),
    "editorial.themealias":      ("v",      "vac",       "vacd",         ""),
    "taggit.tag":                ("v",      "vac",       "vacd",         ""),
    "actors.carrier":            ("vac",    "vac",       "vacd",         ""),
    "levers.grid":               ("v",      "vac",       "vacd",         ""),
    "levers.griditem":           ("v",      "vac",       "vacd",         ""),
    "territories.territory":     ("v",      "v",         "v",            "v"),
    "territories.territorytype": ("v",      "vac",       "vacd",         "v"),
    "territories.formercommune": ("v",      "v",         "v",            ""),
    "territories.zoninglist":    ("v",      "v",         "v",            ""),
    "territories.referenceimport": ("v",    "v",         "v",            ""),
    "backoffice.link":           ("vn",     "vn",        "vn",           ""),
    "backoffice.duplicate":      ("vc",     "vc",        "vc",           ""),
    "backoffice.suggestion":     ("vac",    "vac",       "vac",          ""),
    "accounts.partner":          ("",       "",          "vac",          ""),
    "accounts.journalline":      ("",       "",          "v",            ""),
    "auth.user":                 ("",       "",          "vacl",         ""),
    "auth.group":                ("",       "",          "v",            ""),
}  # fmt: skip

# Pages of the site itself, and who opens them.
EVERY_STAFF = ("sans groupe", "Rédaction", "Publication", "Administration", "Partenaire")
WITH_ROLE = EVERY_STAFF[1:]
SITE = {
    "/admin/": EVERY_STAFF,
    "/admin/password_change/": EVERY_STAFF,
    "/admin/jsi18n/": EVERY_STAFF,
    "/admin/actors/": WITH_ROLE,
    "/admin/levers/": WITH_ROLE,
    "/admin/territories/": WITH_ROLE,
    "/admin/backoffice/": ("Rédaction", "Publication", "Administration"),
    "/admin/auth/": ("Administration",),
    "/admin/accounts/": ("Administration",),
}

# Every right and every page: what each entry model is tried on. The first of a family is tried on
# all; visitors and accounts without a group, to whom nothing is granted, on the first only.
ON_EACH = (
    "liste", "lecture d’un brouillon", "création", "modification d’un brouillon",
    "modification d’une publiée", "relecture", "publication", "archivage", "reouverture",
    "programmation", "fusion", "publication en lot", "restauration d’une publiée",
    "version proposée, acceptée", "suppression d’une archivée",
)  # fmt: skip
FIRST = tuple(labels[0] for labels in FAMILIES.values())


def entries_table():
    """{action: {column: cell}}; a column is a role, or (family, « siens » or « autres »)."""
    columns = (*STAFF_COLUMNS, *PARTNER_COLUMNS)
    table = {}
    for line in ENTRIES_TABLE.strip().splitlines()[1:]:
        action, *cells = (part.strip() for part in line.split("|"))
        table[action] = dict(zip(columns, " ".join(cells).split(), strict=True))
    return table


def expected_of_others(label, role):
    """{action: cell} for a model that is not an entry."""
    held = dict(zip((*ROLES[2:],), OTHERS[label], strict=True)).get(role, "")
    return {
        action: YES if letter in held else NO
        for letter, actions in LETTERS.items()
        for action in actions
    }


def printed():
    """The tables, for people."""
    lines = ["## Fiches", ""]
    heads = [role.capitalize() for role in STAFF_COLUMNS]
    heads += [f"Partenaire : {family} ({whose})" for family, whose in PARTNER_COLUMNS]
    rows = [[action, *(WORDS[c] for c in row.values())] for action, row in entries_table().items()]
    lines += table(["action", *heads], rows)
    lines += ["", "## Autres écrans", ""]
    rows = [[label, *(in_words(held) for held in cells)] for label, cells in OTHERS.items()]
    lines += table(["écran", *ROLES[2:]], rows)
    lines += ["", "Visiteur et compte sans groupe : rien.", "", "## Pages du site", ""]
    lines += table(["page", "ouverte à"], [[page, ", ".join(who)] for page, who in SITE.items()])
    return "\n".join(lines)


def in_words(letters):
    shown = {"v": "lecture", "n": "vérification", "l": "liens et second facteur"}
    return ", ".join(shown.get(one, LETTERS[one][0]) for one in letters) or "rien"


def table(heads, rows):
    return [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]


if __name__ == "__main__":
    print(printed())
