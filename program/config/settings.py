"""Settings: everything that differs between machines comes from the environment; see docs/running.md."""

import os
import sys
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # lets forms and views name their model in their types, as querysets can

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

TESTING = "pytest" in sys.modules
PRODUCTION = env.bool("PRODUCTION", default=False)
DEMO = env.bool("DEMO", default=not PRODUCTION)
"""Demo: the cast can be seeded, the sign-in page lists it, every page says so. Never on with production settings."""
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="shibaiqian-2026")
DEBUG = env.bool("DEBUG", default=False)

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-" + "0" * 50)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
SOURCE_URL = env.str("SOURCE_URL", default="/source/")
"""AGPL: where a visitor gets the source of what runs here."""

# Tracks are named by string; a new track is a copied folder and one line here.
TRACK_APPS = ["demonstrations.parks", "demonstrations.enterprises", "demonstrations.served"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "viewflow",
    "viewflow.workflow",
    "django_tasks_db",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "program",
    *TRACK_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "program.config.middleware.KnownRequests",
    "program.config.kept.KeptPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "program.config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "program.config.middleware.SignInFirst",
    "program.config.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "program.config.middleware.ReadOnlySite",
    "program.config.middleware.PrivatePages",
    "program.config.middleware.ReadOnlyGet",
    "program.config.middleware.RefusalPage",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "program.config.urls"
WSGI_APPLICATION = "program.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "program/table.html"
FILTERS_EMPTY_CHOICE_LABEL = _("All")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "program.config.context.page",
            ],
        },
    },
]

# SQLite is the embedded default. Its own defaults lose contended transactions ("database is locked"), hence IMMEDIATE, WAL, 20 s.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'platform.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0 if TESTING else 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Our questions are short: compiling one takes PostgreSQL seconds, answering it milliseconds.
    OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
    OPTIONS["options"] = (
        f"-c jit=off -c plan_cache_mode=force_generic_plan {OPTIONS.get('options', '')}".strip()
    )
    OPTIONS.setdefault("prepare_threshold", 0)  # what program.prepared asks is planned once
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
PUBLIC_PAGES_KEPT = env.int("PUBLIC_PAGES_KEPT", default=60)
"""Seconds for which a public page may be given out as it was drawn, while nothing has happened; 0 draws each anew."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "program.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "desk:desk"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name", "email")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# Sign-in is refused before any hash is computed: the axes backend stands first and raises.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "program/people/locked_out.html"
AXES_VERBOSE = False

# Second factors. Of allauth we take the rows and the arithmetic, behind our own pages: none of its addresses is mounted.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
"""Whether somebody with a role of the office reaches anything before a second factor is set up."""
SECOND_FACTOR_KEY = env.str("SECOND_FACTOR_KEY", default=SECRET_KEY)
MFA_ADAPTER = "program.people.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before or after counts too
MFA_RECOVERY_CODE_DIGITS = 10

INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
OBJECTIONS_AN_HOUR = env.int("OBJECTIONS_AN_HOUR", default=5)
"""From one address against one public notice."""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "program" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

EXPORT_AT_ONCE = env.int("EXPORT_AT_ONCE", default=1000)
"""Rows up to which a list is written while one waits; a longer one is made in the background."""
EXPORT_KEPT_DAYS = env.int("EXPORT_KEPT_DAYS", default=7)

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "program" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = (
    not PRODUCTION and not TESTING
)  # it would read every file anew for each browser of the tests
FILES_DIR = Path(env.str("FILES_DIR", default=str(VAR_DIR / "files")))
# The key of the journal's chain, and the file of its heads: neither is in the database, so its owner cannot forge the one
# nor cut off the other.
JOURNAL_KEY = env.str("JOURNAL_KEY", default=SECRET_KEY)
JOURNAL_ANCHORS = Path(env.str("JOURNAL_ANCHORS", default=str(VAR_DIR / "journal" / "heads.txt")))
"""Content-addressed uploads and generated documents; never served by the web server itself."""
FILE_MAX_BYTES = env.int("FILE_MAX_BYTES", default=30 * 1024 * 1024)
APPLICATION_MAX_BYTES = env.int("APPLICATION_MAX_BYTES", default=300 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if not PRODUCTION and "EMAIL_URL" not in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@example.org")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "program.config.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The office and its names are settings: the Torch Center moved between ministries in 2023.
OFFICE = {
    "name": env.str("OFFICE_NAME", default="国家高新区绿色发展专项行动专项办公室"),
    "name_en": env.str(
        "OFFICE_NAME_EN",
        default="Special Office of the Green Development Program of the National High-Tech Zones",
    ),
    "issuer": env.str("OFFICE_ISSUER", default="工业和信息化部火炬高技术产业开发中心"),
    "letter_prefix": env.str("OFFICE_LETTER_PREFIX", default="LS"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"program": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
GET_MAY_NOT_WRITE = env.bool("GET_MAY_NOT_WRITE", default=TESTING or DEMO)
CLOCK_MAY_MOVE = TESTING or DEMO
