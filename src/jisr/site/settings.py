"""The node's settings. What differs from one node to the next comes from the environment.

JISR_DATA     the folder that holds the node (default ./data); copy it and you have copied the node
JISR_ORIGIN   the address people open, when it is not this machine: https://jisr.example (several: commas)
JISR_LISTEN   the address of this machine that is listened at (default 127.0.0.1; 0.0.0.0 inside a container)
JISR_LANGUAGE the language of a first visit: en (default) or ar; after that everybody chooses
JISR_DEBUG    1: pages of errors for developers, static files as they are on disk
JISR_PUBLIC_DATASET  a data set whose TLP:CLEAR records the match API tells everybody, without a key (default: none)
JISR_MIRROR   an address that serves every list instead of the official ones: http://mirror.local/ + slot/file
JISR_FETCH_DAILY  slots of `jisr fetch` that the node fetches each night: un,ofac (default: none)
JISR_UPLOADS_DAYS    days a file that was brought to be checked is kept, with its results (default: 30)
JISR_UPDATE_TOKEN    what `POST /updatez?token=` must bring (default: nobody may)
DATABASE_URL  postgresql://user:password@host/name; without it SQLite in the data folder
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import lazy

from jisr.site._database import database
from jisr.site._headers import static_headers
from jisr.site._secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
JISR_DATA = Path(os.environ.get("JISR_DATA", "data")).resolve()
_mark = hashlib.sha256(str(JISR_DATA).encode()).hexdigest()[:8]  # two nodes on one machine keep their cookies apart

DEBUG = os.environ.get("JISR_DEBUG") == "1"
SECRET_KEY = lazy(secret_key, str)(JISR_DATA)

ORIGINS = [origin for origin in os.environ.get("JISR_ORIGIN", "").split(",") if origin]
LISTEN = os.environ.get("JISR_LISTEN") or "127.0.0.1"
HTTPS = bool(ORIGINS) and all(urlsplit(origin).scheme == "https" for origin in ORIGINS)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(urlsplit(origin).hostname or "" for origin in ORIGINS)]
CSRF_TRUSTED_ORIGINS = ORIGINS

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "jisr.node",
    "jisr.workspace",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "jisr.site.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jisr.site.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jisr.workspace.middleware.Explain",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "jisr.site.urls"
WSGI_APPLICATION = "jisr.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jisr.workspace.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), data=JISR_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "node.Member"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_COOKIE_NAME = f"jisr_session_{_mark}"
SESSION_COOKIE_AGE = 12 * 60 * 60  # one working day, in seconds
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a colleague's message must open
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = f"jisr_csrf_{_mark}"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "jisr.workspace.views.errors.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
JISR_EXCHANGE_PER_MINUTE = 60_000  # of one partner's program to TAXII and MISP, where it has no rate of its own
JISR_UPLOAD_MAX = 512 * 1024 * 1024  # bytes of one request with its files

JISR_PUBLIC_DATASET = os.environ.get("JISR_PUBLIC_DATASET", "")
JISR_MIRROR = os.environ.get("JISR_MIRROR", "")
JISR_FETCH_DAILY = os.environ.get("JISR_FETCH_DAILY", "")
JISR_UPLOADS_DAYS = int(os.environ.get("JISR_UPLOADS_DAYS", "30"))
JISR_UPDATE_TOKEN = os.environ.get("JISR_UPDATE_TOKEN", "")

LANGUAGE_CODE = os.environ.get("JISR_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LANGUAGE_COOKIE_NAME = f"jisr_language_{_mark}"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["jisr.site.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = JISR_DATA / "static"
STATICFILES_DIRS = [folder] if (folder := PACKAGE / "_built" / "static").is_dir() else []
_collected = not DEBUG and ((STATIC_ROOT / "staticfiles.json").is_file() or "collectstatic" in sys.argv)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = not _collected
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What the readers of PDF grumble about a torn file, our own error says.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "pypdf": {"level": "CRITICAL"},
        "pdfminer": {"level": "CRITICAL"},
    },
}
