"""Load the content of `fixtures/content/`: add what is missing, never touch what is there.

`loaddata` replays the same files and overwrites; this is for a site staff already work on.
"""

import hashlib
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.db import transaction

CONTENT = Path(settings.BASE_DIR) / "fixtures" / "content"


def content_files():
    return sorted(CONTENT.glob("*.yaml"))


def digest(files):
    """One fingerprint for several files, in order."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


@transaction.atomic
def add_missing(files, report=lambda file, count: None):
    """Create the rows of fixtures that the base does not have, by natural key.

    Returns a Counter of created rows by model label. `report` is told each file as it is read.
    """
    created, deferred = Counter(), []
    for file in files:
        before = created.total()
        with file.open(encoding="utf-8") as stream:
            for row in serializers.deserialize("yaml", stream, handle_forward_references=True):
                if row.object.pk is not None:  # the natural key was found
                    continue
                row.save()
                created[row.object._meta.label] += 1
                if row.deferred_fields:
                    deferred.append(row)
        report(file, created.total() - before)
    for row in deferred:
        row.save_deferred_fields()
    return created
