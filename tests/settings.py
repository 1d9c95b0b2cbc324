"""The project's settings, for tests: a base and static files of their own, fast passwords."""

from essportal.settings import *  # noqa: F403
from essportal.settings import DATABASES, STORAGES, VAR_DIR

VAR_DIR.mkdir(exist_ok=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that the server of browser tests reads the same base.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ZONINGS_DIR = ""
SEARCH_INDEX_DIR = VAR_DIR / "test-index"  # a folder of its own for each test: see conftest
