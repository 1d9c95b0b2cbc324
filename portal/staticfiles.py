"""What collectstatic takes: of the 1,600 files of DSFR, those that a page of ours asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig

DIST = "dsfr/dist"
# Icons and styles are inside static/portal/dsfr.css (scripts/build_css.py).
UNUSED_FOLDERS = (
    "analytics",
    "artwork",
    "component",
    "core",
    "dsfr",
    "icons",
    "layout",
    "legacy",
    "scheme",
    "utility",
)


class PortalStaticFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(f"{DIST}/{folder}/*" for folder in UNUSED_FOLDERS),
        f"{DIST}/*.css",
        f"{DIST}/*nomodule*",
        f"{DIST}/fonts/*.woff",
        f"{DIST}/fonts/*_Italic.*",
        f"{DIST}/fonts/*-[LMS]*",
        f"{DIST}/fonts/Spectral-*",
        f"{DIST}/favicon/[!f]*",
        f"{DIST}/favicon/favicon.ico",
        "django-dsfr/*",
        "dsfr/dsfr_version",
        "README.md",
    ]
