"""The project's settings, plus a constant page of any weight."""

from essportal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.search_urls"
