"""Branding is in the settings, not in the base: django-dsfr's own screen would change nothing."""

from django.contrib import admin
from dsfr.models import DsfrConfig

admin.site.unregister(DsfrConfig)
