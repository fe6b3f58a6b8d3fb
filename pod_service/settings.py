"""All settings of the service, from the environment; what each process holds is in docs/architecture.md."""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from pod_service import logs, storage
from pod_service.embedded import bootstrap
from pod_service.environment import secret, switch, words

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = switch("POD_DEBUG")
POD_IS_EMBEDDED = not words("POD_DATABASE_URL") or switch("POD_EMBEDDED")

# --- Where the truth and the doorbell are -------------------------------------------------------------------------
_database = urlsplit(words("POD_DATABASE_URL") or bootstrap.database_url())
if _database.scheme not in ("postgres", "postgresql"):
    raise ImproperlyConfigured("POD_DATABASE_URL starts with postgresql://")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(_database.path.lstrip("/")),
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": unquote(_database.hostname or ""),
        "PORT": str(_database.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Django's own cursors never prepare a statement; those of billing/services/holds.py do.
        "OPTIONS": {"connect_timeout": 5, "prepare_threshold": 5},
    }
}
POD_REDIS_URL = words("POD_REDIS_URL") or bootstrap.redis_url()

# --- Secrets: each process holds only its own (pod_service/checks.py) ---------------------------------------------
SECRET_KEY = secret("POD_SECRET_KEY")
POD_LICENSE_PEPPER = secret("POD_LICENSE_PEPPER")
POD_APPROVAL_SIGNING_KEY = secret("POD_APPROVAL_SIGNING_KEY")
POD_APPROVAL_VERIFY_KEYS = secret("POD_APPROVAL_VERIFY_KEYS")
POD_KIE_API_KEY = secret("POD_KIE_API_KEY")
POD_CREDENTIALS_PUBLIC_KEY = secret("POD_CREDENTIALS_PUBLIC_KEY")
POD_CREDENTIALS_PRIVATE_KEY = secret("POD_CREDENTIALS_PRIVATE_KEY")
POD_KIE_WEBHOOK_KEY = secret("POD_KIE_WEBHOOK_KEY")

# --- The provider, and where it reaches us ------------------------------------------------------------------------
POD_KIE_BASE_URL = words("POD_KIE_BASE_URL")
POD_KIE_UPLOAD_URL = words("POD_KIE_UPLOAD_URL") or POD_KIE_BASE_URL
POD_PUBLIC_URL = words("POD_PUBLIC_URL").rstrip("/")

# --- Django -------------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = [host for host in words("POD_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [POD_PUBLIC_URL] if POD_PUBLIC_URL else []
ROOT_URLCONF = "pod_service.urls"
ASGI_APPLICATION = "pod_service.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = None
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "studios",
    "billing",
    "rendering",
    "console",
    "pod_service",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "console" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]
ACCOUNT_ADAPTER = "console.accounts.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_REDIRECT_URL = "/console/"

# --- Mail: without an address of a server, every mail is printed into the log --------------------------------------
_mail = urlsplit(secret("POD_EMAIL_URL"))
if _mail.scheme not in ("", "smtp", "smtp+tls", "smtps"):
    raise ImproperlyConfigured("POD_EMAIL_URL starts with smtp://, smtp+tls:// or smtps://")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.scheme else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = (
    _mail.hostname or "",
    _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25),
)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _mail.scheme == "smtps", _mail.scheme == "smtp+tls", 20
DEFAULT_FROM_EMAIL = words("POD_EMAIL_FROM", "pod@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Files --------------------------------------------------------------------------------------------------------
_media = words("POD_MEDIA_URL") or str(bootstrap.var() / "media")
STORAGES = storage.configuration(
    _media, key_id=secret("POD_BUCKET_KEY_ID"), secret_key=secret("POD_BUCKET_SECRET_KEY")
)
MEDIA_ROOT = "" if storage.is_bucket(_media) else _media
# What is being fetched or cut lies in a folder, whatever keeps the films; beside them, its moves copy nothing.
POD_WORK_FOLDER = words("POD_WORK_FOLDER") or (str(bootstrap.var() / "work") if not MEDIA_ROOT else "")

# --- The API ------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "pod_service.openapi.QualifiedNames",
    "EXCEPTION_HANDLER": "core.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "pod",
    "DESCRIPTION": "A film studio on the command line. Amounts are credits, as text with two places.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- Celery: messages are doorbells, so losing or doubling one changes nothing but the delay ------------------------
CELERY_BROKER_URL = POD_REDIS_URL
# What an order waits for has a queue of its own, and a process (pod_service/embedded/programs.py): a look-up or a start
# that stands behind a dozen clips being fetched is late. A worker that is told no queue serves both.
CELERY_TASK_QUEUES = [Queue("orders"), Queue("work")]
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = {
    f"rendering.tasks.{name}": {"queue": "orders"}
    for name in ("give_slots", "send", "look_up", "look_again", "heed_callback", "sweep")
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
# Celery would close a thread's connection before and after each task, and a new one is a process of the server's. How
# long it lives is said above (CONN_MAX_AGE); pod_service/celery.py looks at it before each task.
CELERY_DB_REUSE_MAX = sys.maxsize
# Messages for later count, too, and a worker whose hands are full reads no new one for up to two seconds.
CELERY_WORKER_PREFETCH_MULTIPLIER = 16
# How long Celery's timer sleeps before it looks for messages for later; its own default is a second.
CELERY_WORKER_TIMER_PRECISION = 0.02
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # No copy of a message is kept until it is acknowledged: the rows know what is due. And putting such copies
    # back into a Redis that has just gone ends a worker (kombu 5.7: conninfo is None in restore_unacked).
    "ack_emulation": False,
    # Whoever rings must not wait for a Redis that is gone or silent: a callback is answered within a second. Kombu
    # itself would try for six.
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "rendering.tasks.sweep", "schedule": 2.0, "options": {"expires": 10}},
    "read-accounts": {"task": "rendering.tasks.read_accounts", "schedule": 60.0, "options": {"expires": 60}},
    "reconcile": {"task": "rendering.tasks.reconcile_yesterday", "schedule": crontab(hour="4", minute="17")},
    "reseal": {"task": "rendering.tasks.reseal_keys", "schedule": crontab(hour="3", minute="47")},
    "end-raises": {"task": "billing.tasks.end_raises", "schedule": 30.0, "options": {"expires": 60}},
    "mail-warnings": {"task": "billing.tasks.mail_warnings", "schedule": 30.0, "options": {"expires": 60}},
    "prove": {"task": "billing.tasks.prove", "schedule": crontab(hour="3", minute="17")},
}

LOGGING = logs.configuration()
