"""Settings, by environment variables only. Without any, the project runs on this machine only."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# Production is having a secret of its own. Without one the site stays on this machine.
PRODUCTION = "SECRET_KEY" in env.ENVIRON
SECRET_KEY = env.str("SECRET_KEY", default="django-insecure-this-machine-only")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if "ALLOWED_HOSTS" in env.ENVIRON and not PRODUCTION:
    raise ImproperlyConfigured("ALLOWED_HOSTS ouvre le site au-dehors : donnez aussi SECRET_KEY.")
# Public address, for canonical addresses and robots.txt; empty: that of the request.
SITE_URL = env.str("SITE_URL", default="").rstrip("/")

# The State's branding (Marianne, « République française ») is reserved to sites of the State.
SITE_NAME = env.str("SITE_NAME", default="ESS et territoires")
STATE_BRAND = env.bool("STATE_BRAND", default=True)

INSTALLED_APPS = [
    "dsfr",  # first, so that portal can withdraw its screen from the admin
    "taggit",  # likewise, for editorial
    "portal",
    "backoffice",
    "initiatives",
    "actors",
    "levers",
    "library",
    "search",
    "accounts",
    "editorial",
    "territories",
    "accounts.apps.StaffAdminConfig",  # django.contrib.admin, with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "portal.staticfiles.PortalStaticFilesConfig",
    "django.contrib.sitemaps",
    "widget_tweaks",
    "django_filters",
    "csp",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.PermissionsPolicyMiddleware",
    "accounts.middleware.BackOfficeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "essportal.urls"
WSGI_APPLICATION = "essportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    }
]

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'essportal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = False  # versions are looked up by entry
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Signing in. The rules are in accounts/: lockout, second_factor, middleware, proconnect.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # life of the link an administrator hands over
# How many proxies stand in front and write X-Forwarded-For. None: the header is not read.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
AXES_HANDLER = "accounts.lockout.TwoLimitsHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = 5
FAILURE_LIMIT_ALL_ADDRESSES = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_page"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_DISABLE_ACCESS_LOG = True  # our journal is the log
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = SITE_NAME

# Sessions of the back office; in production, cookies no other host or plain page can set.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
CSRF_COOKIE_HTTPONLY = True

# ProConnect, the State's sign-in of agents: off without these three.
PROCONNECT_CLIENT_ID = env.str("PROCONNECT_CLIENT_ID", default="")
PROCONNECT_CLIENT_SECRET = env.str("PROCONNECT_CLIENT_SECRET", default="")
PROCONNECT_DOMAIN = env.str("PROCONNECT_DOMAIN", default="")
if PRODUCTION and PROCONNECT_DOMAIN.startswith("http://"):
    raise ImproperlyConfigured("PROCONNECT_DOMAIN : en HTTPS seulement.")
# ProConnect refuses parameters its documentation does not list: PKCE only once it does.
PROCONNECT_PKCE = env.bool("PROCONNECT_PKCE", default=False)

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DSFR_CONTENT_IS_SAFE = False  # django-dsfr's default prints contents unescaped

# The search index: derived from the database, made again whenever it is lost.
SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default=str(VAR_DIR / "index")))

# Official lists of communes (PVD, FRR…): a folder of files to read instead of the network.
ZONINGS_DIR = env.str("ZONINGS_DIR", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # DSFR draws the logo, selects and check boxes so
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a 404 is not news
        "urllib3": {"level": "ERROR"},  # nor are the odd headers of a site checked
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is a scanner
        "axes": {"level": "ERROR"},  # failures are in the journal
    },
}
