"""A lookup that sets case and accents aside: `title__folded="economie"` finds « Économie ».

For the searches of the back office, which read the base itself: drafts are not in the index.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

LIGATURES = {"œ": "oe", "æ": "ae"}
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
LETTERS = "aaaaaaceeeeiiiinooooouuuuyy"
PLAIN = str.maketrans(dict(zip(ACCENTED, LETTERS, strict=True)) | LIGATURES)


def plain(text):
    """Lower case, without accents or ligatures; None stays None, as in a database.

    SQLite calls it for each row of a table.
    """
    return None if text is None else text.lower().translate(PLAIN)


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
    return f"translate({sql}, '{ACCENTED}', '{LETTERS}')"


def teach_sqlite(connection, **kwargs):
    if connection.vendor == "sqlite":
        create = connection.connection.create_function
        create("essportal_plain", 1, plain, deterministic=True)


def connect():
    for field in (CharField, TextField):
        field.register_lookup(Folded)
    connection_created.connect(teach_sqlite, dispatch_uid="search.folding")
