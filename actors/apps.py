from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = "Acteurs et appuis"

    def ready(self):
        from actors.documents import ActorDocuments, SupportDocuments
        from search.documents import register

        register(ActorDocuments, SupportDocuments)
