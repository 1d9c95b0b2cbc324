"""What others may want to know of territories, which are written in bulk: no save is heard."""

from django.dispatch import Signal

territories_changed = Signal()
