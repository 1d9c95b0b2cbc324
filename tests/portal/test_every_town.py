"""All of the 34,969 town pages answer: a fixed sample each time, all with ALL_TOWNS=1."""

import os
import random

import pytest

from territories.models import Territory

pytestmark = pytest.mark.on_postgresql

SAMPLE = 500
SEED = 70467


@pytest.mark.django_db
def test_town_pages_answer(client):
    towns = list(Territory.objects.communes().order_by("code"))
    assert len(towns) == 34_969
    if os.environ.get("ALL_TOWNS") != "1":
        towns = random.Random(SEED).sample(towns, SAMPLE)
    failed = []
    for town in towns:
        response = client.get(town.get_absolute_url())
        if response.status_code != 200 or town.name.encode() not in response.content.replace(
            b"&#x27;", b"'"
        ):
            failed.append(town.code)
    assert not failed
