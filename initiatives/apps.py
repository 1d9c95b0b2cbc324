from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatives"

    def ready(self):
        from initiatives.documents import InitiativeDocuments
        from search.documents import register

        register(InitiativeDocuments)
