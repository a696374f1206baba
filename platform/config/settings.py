"""The one settings file. What a deployment may change is read from the environment by config.env."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from config import env

# Before anything loads numpy: a fit of four parameters spends ten times its own time on waking threads for them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

django_stubs_ext.monkeypatch()

env.adopt_local()

BASE_DIR = Path(__file__).resolve().parents[2]
HUIKE_HOME = env.home()

# Development unless said otherwise would make a forgotten variable dangerous: production is the default.
DEVELOPMENT = env.text("HUIKE_ENV", "production") == "development"
DEBUG = False
SECRET_KEY = env.text(
    "HUIKE_SECRET_KEY", "" if not DEVELOPMENT else "development-only-never-in-production-0123456789"
)
if not SECRET_KEY:
    raise ImproperlyConfigured("HUIKE_SECRET_KEY must be set (50 random characters or more).")
ALLOWED_HOSTS = env.words("HUIKE_HOSTS", "localhost,127.0.0.1,[::1]" if DEVELOPMENT else "")
CSRF_TRUSTED_ORIGINS = env.words("HUIKE_ORIGINS")
HUIKE_URL = env.text("HUIKE_URL", f"http://127.0.0.1:{env.integer('HUIKE_PORT', default=8000, least=1)}")

# No app may stand in both lists: a table missing in a schema would be found in public instead (tenants.checks).
SHARED_APPS = [
    "tenants",
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "chains",
    "staff",
    "partners",
    "billing",
    "audit",
    "reports",
    "sharing",
    "api",
]
TENANT_APPS = [
    "loyalty.ledger",
    "loyalty.guests",
    "loyalty.stays",
    "loyalty.importing",
    "loyalty.remarks",
    "loyalty.programme",
    "loyalty.programme.tiers",
    "loyalty.programme.points",
    "loyalty.programme.wallet",
    "loyalty.programme.coupons",
    "loyalty.programme.benefits",
    "loyalty.programme.punchcards",
    "loyalty.programme.rewards",
    "loyalty.programme.recognition",
    "loyalty.lifecycle",
    "loyalty.segments",
    "loyalty.messaging",
    "loyalty.campaigns",
    "loyalty.products",
    "loyalty.owners",
    "loyalty.touches",
    "loyalty.desk",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

TENANT_MODEL = "tenants.Property"
TENANT_DOMAIN_MODEL = "tenants.Domain"
# Left False on purpose: our own backend knows when a SET may be left out (tenants.database).
TENANT_LIMIT_SET_CALLS = False
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "tenants.database",
        **env.database(env.text("DATABASE_URL", "postgresql:///huike")),
        "CONN_MAX_AGE": 0,  # connections belong to the pool
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"]["OPTIONS"] |= {
    # Django leaves server-side preparing off; kernel.statements prepares what hot paths repeat.
    "prepare_threshold": 5,
    # jit compiles a plan per request and loses; a statement over 30 s is a mistake, not a wait
    "options": "-c jit=off -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
    # A backend keeps about 0.5 MB per schema it touched: connections have a maximum life.
    "pool": {
        "min_size": 1,
        "max_size": env.integer("HUIKE_DB_POOL", default=8, least=1),
        "timeout": 10,
        "max_lifetime": 900,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "tenants.context.cache_key",
    }
}

AUTH_USER_MODEL = "staff.StaffMember"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "staff.signing_in.LoginBackend"]
PASSWORD_HASHERS = ["staff.signing_in.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Lock-outs live in the database, so that a wiped Redis unlocks nobody.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # Retry-After keeps its word
AXES_CLIENT_IP_CALLABLE = "staff.signing_in.address"
AXES_LOCKOUT_CALLABLE = "api.errors.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "huike_session" if DEVELOPMENT else "__Host-huike_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "huike_csrf"
CSRF_COOKIE_SECURE = not DEVELOPMENT
CSRF_FAILURE_VIEW = "api.errors.csrf_failure"
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEVELOPMENT
SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_SSL_REDIRECT = env.flag("HUIKE_SSL_REDIRECT", default=not DEVELOPMENT)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("HUIKE_BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MIDDLEWARE = [
    "config.probes.ProbesMiddleware",  # before everything: an unknown host must not fail a probe
    "api.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tenants.guard.PublicByDefaultMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

CONSOLE_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
WHITENOISE_ROOT = str(CONSOLE_DIST) if CONSOLE_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = False

from csp.constants import NONCE, SELF  # noqa: E402  (needs no apps)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.callers.KeyAuthentication", "api.callers.ConsoleAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "api.documents.Schema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "DEFAULT_METADATA_CLASS": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Huike 回客",
    "DESCRIPTION": "Guests who come back: the interface of the console, PMS vendors and partners.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": ["api.documents.add_problems"],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"  # every property has its own; the server has none

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# No apps: they have no tables of their own.
CELERY_IMPORTS = [
    "loyalty.crossing.tasks",
    "loyalty.demo.tasks",
    "loyalty.figures.tasks",
    "loyalty.nights.tasks",
    "loyalty.sandbox.tasks",
]
# What nobody took in time is dropped: the next one does the same work.
CELERY_BEAT_SCHEDULE = {
    "tidy": {"task": "api.tidy", "schedule": crontab(hour="19", minute="40")},  # night in China
    "figures": {"task": "figures.refresh", "schedule": 2.0, "options": {"expires": 2.0}},
    "programme-figures": {"task": "figures.programme", "schedule": 60.0, "options": {"expires": 60.0}},
    "programme-figures-anew": {
        "task": "figures.programme_anew",
        "schedule": crontab(hour="19", minute="10"),
    },  # night in China
    "winning-figures": {"task": "figures.winning", "schedule": 60.0, "options": {"expires": 60.0}},
    "winning-figures-anew": {
        "task": "figures.winning_anew",
        "schedule": crontab(hour="20", minute="40"),
    },  # night in China, after the assessment
    "tiers-elsewhere": {"task": "crossing.recognise", "schedule": 5.0, "options": {"expires": 5.0}},
    "transfers": {"task": "crossing.finish", "schedule": 30.0, "options": {"expires": 30.0}},
    "figures-check": {
        "task": "figures.verify",
        "schedule": crontab(hour="18", minute="20"),
    },  # night in China
    "spares": {"task": "tenants.refill_spares", "schedule": 30.0, "options": {"expires": 30.0}},
    "demo": {"task": "demo.advance", "schedule": 900.0, "options": {"expires": 600.0}},
    "sandboxes": {"task": "sandbox.fill_waiting", "schedule": 60.0, "options": {"expires": 60.0}},
    "nights": {"task": "programme.dispatch", "schedule": crontab(minute="7"), "options": {"expires": 3000.0}},
    # After the programme's own nights.
    "lifecycle": {
        "task": "nights.dispatch",
        "schedule": crontab(minute="17"),
        "options": {"expires": 3000.0},
    },
    "visits": {"task": "nights.follow", "schedule": 2.0, "options": {"expires": 2.0}},
    "messages": {"task": "nights.send", "schedule": 5.0, "options": {"expires": 5.0}},
    "campaigns": {"task": "nights.choose", "schedule": 5.0, "options": {"expires": 5.0}},
    "filings": {"task": "nights.file", "schedule": 10.0, "options": {"expires": 10.0}},
    "webhooks-disabled": {"task": "partners.tell", "schedule": 60.0, "options": {"expires": 60.0}},
    "old-events": {
        "task": "partners.drop_old",
        "schedule": crontab(hour="19", minute="50"),
    },  # night in China
    "endings": {
        "task": "tenants.end",
        "schedule": crontab(hour="2", minute="20"),
    },  # a working hour in China: whoever reads a notice can ask at once
    "lost-imports": {"task": "imports.resume_lost", "schedule": 60.0, "options": {"expires": 60.0}},
    "billing": {"task": "billing.work", "schedule": 10.0, "options": {"expires": 10.0}},
    "billing-reconcile": {"task": "billing.reconcile", "schedule": 600.0, "options": {"expires": 600.0}},
    "billing-anew": {
        "task": "billing.nightly",
        "schedule": crontab(hour="18", minute="50"),
    },  # night in China
    "billing-trials": {"task": "billing.trials", "schedule": crontab(minute="23")},
    "billing-quantities": {
        "task": "tenants.compare_quantities",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
}

# Without a key nothing is charged: every chain is `arranged`, or in its trial.
HUIKE_STRIPE_KEY = env.text("HUIKE_STRIPE_KEY", "")
# Two while one is being replaced.
HUIKE_STRIPE_WEBHOOK_SECRETS = env.words("HUIKE_STRIPE_WEBHOOK_SECRETS")
# The local stand-in of `make up` and the tests; real Stripe is never reached over another address.
HUIKE_STRIPE_API = env.text("HUIKE_STRIPE_API", "") if DEVELOPMENT else ""

# The stand-ins of `make up` and the tests for SMS vendors and a mail server; real ones are never reached over another
# address. Their accounts and the tokens of the hooks they post to are made from the secret.
HUIKE_ALIYUN_API = env.text("HUIKE_ALIYUN_API", "") if DEVELOPMENT else ""
HUIKE_TENCENT_API = env.text("HUIKE_TENCENT_API", "") if DEVELOPMENT else ""
HUIKE_SMTP_STAND_IN = env.text("HUIKE_SMTP_STAND_IN", "") if DEVELOPMENT else ""  # host:port
HUIKE_VENDORS_SECRET = env.text("HUIKE_VENDORS_SECRET", "") if DEVELOPMENT else ""

# Webhooks may reach this very machine, for trying them out; never where anybody but its owner may set one up.
HUIKE_WEBHOOKS_TO_LOOPBACK = DEVELOPMENT and env.flag("HUIKE_WEBHOOKS_TO_LOOPBACK", default=False)

EMAIL_BACKEND = env.text(
    "HUIKE_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEVELOPMENT
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = str(HUIKE_HOME / "mail")
EMAIL_HOST = env.text("HUIKE_EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = env.text("HUIKE_EMAIL_FROM", "huike@localhost")

# Allowances of requests times this: for benchmarks and tests, which come from one address.
HUIKE_LIMIT_FACTOR = env.integer("HUIKE_LIMIT_FACTOR", default=1, least=1)
# Among how many processes an allowance is shared out while Redis is away (config.local.up, Dockerfile: --workers).
HUIKE_WEB_PROCESSES = env.integer("HUIKE_WEB_PROCESSES", default=2, least=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "kernel.phones.MaskPhones"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["mask"], "formatter": "line"}},
    "loggers": {
        "axes": {"level": "WARNING"},  # it tells of every sign-in; the audit log has them
        "stripe": {"level": "WARNING"},  # … and this one of every call, with whose it was
    },
    "root": {"handlers": ["console"], "level": env.text("HUIKE_LOG_LEVEL", "INFO")},
}
