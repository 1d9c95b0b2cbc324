from django.apps import AppConfig


class LeversConfig(AppConfig):
    name = "levers"
    verbose_name = "Leviers et défis"

    def ready(self):
        from levers.documents import ChallengeDocuments, LeverDocuments, ToolDocuments
        from levers.vocabulary import challenge_choices, lever_choices
        from search import vocabulary
        from search.documents import register

        vocabulary.register("levier", lever_choices)
        vocabulary.register("defi", challenge_choices)
        register(LeverDocuments, ToolDocuments, ChallengeDocuments)
