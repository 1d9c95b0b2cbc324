from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = "Qualité des contenus"

    def ready(self):
        from backoffice.duplicates import note_merge
        from editorial import merging

        merging.FOLLOWERS.append(note_merge)
