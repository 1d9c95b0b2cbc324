from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Ressources"

    def ready(self):
        from library import documents
        from search.documents import register
        from search.synonyms import register as register_synonyms

        register(
            documents.PublicationDocuments,
            documents.EventDocuments,
            documents.KeyFigureDocuments,
            documents.TermDocuments,
        )
        register_synonyms(documents.term_synonyms)
