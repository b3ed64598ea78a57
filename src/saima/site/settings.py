"""Django's settings; what may be changed from outside comes as SAIMA_… variables."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from saima.site import language_model, proxy, secret_key
from saima.site.postgres.connections import databases

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
VAR = Path(os.environ.get("SAIMA_VAR") or CHECKOUT / "var").absolute()

# Where our own database lies, if not beside the rest.
DATA = Path(os.environ.get("SAIMA_DATA") or VAR).absolute()

# The folder of samples: one folder for each race, which `saima demo` loads.
SAIMA_RACES = Path(os.environ.get("SAIMA_RACES") or CHECKOUT / "examples").absolute()

# Rooms that have code, bottom first. A foreign key may only point down this list.
ROOMS = ["journal", "people", "plans", "submissions", "races", "library"]

DEBUG = False
SECRET_KEY = os.environ.get("SAIMA_SECRET_KEY") or secret_key.kept_in(
    VAR / "secret-key"
)
ALLOWED_HOSTS = proxy.hosts(os.environ)
# Where a proxy is believed it speaks TLS with the browsers, and cookies need that.
SAIMA_TRUSTED_PROXY = proxy.trusted_proxy(os.environ)
# Asked about each paper that is read; None where papers are read by rules alone.
SAIMA_MODEL = language_model.endpoint(os.environ)
ROOT_URLCONF = "saima.site.urls"
WSGI_APPLICATION = "saima.site.wsgi.application"
DATABASES = databases(DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    *(f"saima.{room}" for room in reversed(ROOMS)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # outermost: no answer leaves without a policy
    "saima.site.headers.permissions_policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "saima.site.gate.Gate",  # innermost: it calls the view
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "saima.site.navigation.side",
            ]
        },
    }
]

# --- Who signs in -----------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "people:sign_in"
AUTHENTICATION_BACKENDS = ["saima.people.signing.Backend"]
# Argon2 with the least memory that its authors advise: many sign in at once.
PASSWORD_HASHERS = ["saima.people.passwords.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "saima.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = bool(SAIMA_TRUSTED_PROXY)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- The queue upward --------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- What may be sent ------------------------------------------------------------

# The rules of a race as a form: sixty indicators have more fields than Django expects.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Language and time -----------------------------------------------------------

USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = bool(SAIMA_TRUSTED_PROXY)
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Static files ----------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "site" / "static", ("vendor", VAR / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- What the browser may do -----------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = bool(SAIMA_TRUSTED_PROXY)
CSRF_COOKIE_SAMESITE = "Strict"

# --- Logging: to stderr, in one format -------------------------------------------
# Django logs a request's path without its query and without the client's address;
# no handler here adds either.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers would print in another format or send mail.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A wrong Host is answered with 400; its words are the asker's, not for a log.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
