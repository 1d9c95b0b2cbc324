"""Compare the index with the database, document by document."""

from tantivy import Query

from search import changes
from search.documents import sources
from search.index import open_reader, term
from search.schema import META, content, digest


def differences():
    """What the index says otherwise than the database, one French sentence each."""
    reader = open_reader()
    if reader is None:
        return ["Il n’y a pas d’index lisible : manage.py search rebuild."]
    if changes.news(reader.mark).behind:
        return ["L’index est en retard sur le journal ; la prochaine visite le met à jour."]
    found, expected = [], set()
    for source in sources().values():
        for document in source.documents():
            expected.add(document.key)
            found += compare(reader.searcher, document)
    return found + unexpected(reader.searcher, expected)


def compare(searcher, document):
    """One sentence when the index does not hold this document, once and as it is."""
    addresses = [address for _, address in searcher.search(term("key", document.key)).hits]
    if len(addresses) != 1:
        return [f"« {document.title} » ({document.key}) est {len(addresses)} fois dans l’index."]
    if searcher.fast_field_values("digest", addresses) != [digest(content(document))]:
        return [f"« {document.title} » ({document.key}) n’est pas à jour dans l’index."]
    return []


def unexpected(searcher, expected):
    """One sentence for each document that the database does not publish."""
    keys = searcher.terms_with_prefix("key", "", filter_query=Query.all_query())
    return [
        f"La fiche {key} est dans l’index, et n’est pas publiée."
        for key, count in sorted(keys)
        if count and key != META and key not in expected
    ]
