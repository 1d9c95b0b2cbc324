"""A lookup that sets case and accents aside: `title__folded="economie"` finds « Économie ».

For the searches of the back office, which read the base itself: drafts are not in the index.
"""

import unicodedata

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

LIGATURES = {"œ": "oe", "æ": "ae"}
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"


def plain(text):
    """Lower case, without accents or ligatures; None stays None, as in a database."""
    if text is None:
        return None
    for ligature, letters in LIGATURES.items():
        text = text.lower().replace(ligature, letters)
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class Folded(Lookup):
    lookup_name = "folded"

    def get_prep_lookup(self):
        typed = plain(str(self.rhs))
        for special in "\\%_":
            typed = typed.replace(special, f"\\{special}")
        return f"%{typed}%"

    def as_sql(self, compiler, connection):
        column, column_params = self.process_lhs(compiler, connection)
        folded = "essportal_plain({})" if connection.vendor == "sqlite" else postgresql_plain()
        return f"{folded.format(column)} LIKE %s ESCAPE '\\'", [*column_params, self.rhs]


def postgresql_plain():
    """The same as `plain`, in SQL that needs no extension; `{}` is the column."""
    sql = "lower({})"
    for ligature, letters in LIGATURES.items():
        sql = f"replace({sql}, '{ligature}', '{letters}')"
    return f"translate({sql}, '{ACCENTED}', '{plain(ACCENTED)}')"


def teach_sqlite(connection, **kwargs):
    if connection.vendor == "sqlite":
        create = connection.connection.create_function
        create("essportal_plain", 1, plain, deterministic=True)


def connect():
    for field in (CharField, TextField):
        field.register_lookup(Folded)
    connection_created.connect(teach_sqlite, dispatch_uid="search.folding")
