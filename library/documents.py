"""How publications, events, key figures and terms are found. They are for every town."""

from library.models import Event, KeyFigure, Publication, Term
from search.documents import ANY, DocumentSource

LATEST = 9999


class LibraryDocuments(DocumentSource):
    def library_document(self, row, **own):
        own["facets"] = {"type_territoire": [ANY], **own.get("facets", {})}
        document = self.entry_document(row, details=getattr(row, "card_details", []), **own)
        document.covers, document.inside = {"france"}, {"france"}
        return document


class PublicationDocuments(LibraryDocuments):
    model = Publication
    kind = "ressource"
    label = "Ressources"
    singular = "ressource"

    def rows(self):
        return super().rows().prefetch_related("levers", "tools__lever", "challenges")

    def document(self, row):
        levers = {lever.slug for lever in row.levers.all()}
        levers |= {tool.lever.slug for tool in row.tools.all()}
        return self.library_document(
            row,
            badge=row.get_kind_display(),
            facets={
                "type": [row.kind],
                "levier": levers,
                "defi": [challenge.slug for challenge in row.challenges.all()],
            },
            context=[row.get_kind_display(), row.author],
            order=f"{LATEST - (row.year or 0):04}",
        )


class EventDocuments(LibraryDocuments):
    model = Event
    kind = "evenement"
    label = "Événements"

    def document(self, row):
        day = row.starts_on.toordinal() if row.starts_on else 0
        return self.library_document(
            row,
            badge=row.date_label,
            context=[row.organiser, row.place],
            order=f"{10_000_000 - day:08}",
        )


class KeyFigureDocuments(LibraryDocuments):
    model = KeyFigure
    kind = "chiffre-cle"
    label = "Chiffres clés"

    def document(self, row):
        document = self.library_document(row, context=[row.issuer, row.scope, row.figure])
        document.badge = ""
        document.details = [row.figure, *document.details]
        return document


class TermDocuments(LibraryDocuments):
    model = Term
    kind = "terme"
    label = "Termes du glossaire"
    singular = "glossaire"

    def document(self, row):
        kind = row.get_kind_display()
        return self.library_document(row, badge=kind, facets={"type": [row.kind]})


def term_synonyms():
    """Each term's names, and the other words for it."""
    terms = Term.objects.published().values_list("title", "acronym", "synonyms")
    for title, acronym, synonyms in terms:
        yield [title, acronym], synonyms.splitlines()
