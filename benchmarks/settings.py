"""The project's settings, plus the constant page."""

from essportal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
