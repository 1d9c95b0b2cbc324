"""Settings of the processes that tests start: the same as tests', on the folder they are told."""

import os

from tests.settings import *  # noqa: F403

SEARCH_INDEX_DIR = os.environ["SEARCH_INDEX_DIR"]
