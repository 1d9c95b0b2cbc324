"""The log of what changed in the content: how every process knows that its index is behind."""

from django.db import models
from django.utils import timezone


class Change(models.Model):
    """One entry, or everything (`EVERYTHING`), may read differently from now on.

    Written in the transaction of the change itself, so that neither is ever seen without the other.
    """

    EVERYTHING = "*"

    source = models.CharField("modèle", max_length=60)
    pk_changed = models.CharField("clé", max_length=40, blank=True)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "changement de contenu"
        verbose_name_plural = "changements de contenu"
        ordering = ["id"]

    def __str__(self):
        return f"{self.source}:{self.pk_changed}"
