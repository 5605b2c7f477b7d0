"""Settings, read from the environment once; `docs/operations.md` lists every variable."""

import os
from pathlib import Path
from typing import Any

import pghistory
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from congtam.site import postgres, secret

PROJECT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("CONGTAM_HOME") or PROJECT / "var").resolve()

# demo: sample people sign in with one click; production: nothing of the kind exists.
MODE = os.environ.get("CONGTAM_MODE", "demo")
if MODE not in ("demo", "production", "test"):
    raise SystemExit(f"CONGTAM_MODE phải là demo, production hoặc test, không phải {MODE}.")
DEMO = MODE != "production"
DEBUG = False

SECRET_KEY = os.environ.get("CONGTAM_SECRET_KEY") or secret.kept(HOME)
ALLOWED_HOSTS = [name for name in os.environ.get("CONGTAM_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS if "[" not in name]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rules",
    "congtam.ui",
    "congtam.audit",
    "congtam.accounts",
    "congtam.documents",
    "congtam.notifications",
    "congtam.organisation",
    "congtam.personnel",
    "congtam.meetings",
    "congtam.planning",
    "congtam.tasks",
    "congtam.follow_up",
    "congtam.key_tasks",
    "congtam.scoring",
    "congtam.evaluation",
    "congtam.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "congtam.site.middleware.content_security_policy",
    "congtam.site.middleware.who_is_looking",
    "congtam.site.middleware.keep_the_door",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "congtam.site.urls"
WSGI_APPLICATION = "congtam.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours before allauth's own pages of the same name.
        "DIRS": [PROJECT / "congtam" / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congtam.site.navigation.shell",
            ],
            "builtins": ["congtam.ui.templatetags.ui"],
        },
    }
]


def _database() -> dict[str, Any]:
    """Return the database of DATABASE_URL, else the server this house runs itself."""
    options: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    if url := os.environ.get("DATABASE_URL"):
        try:
            parts = conninfo_to_dict(url)
        except ProgrammingError:
            raise SystemExit("DATABASE_URL phải có dạng postgresql://tài_khoản:mật_khẩu@máy:cổng/tên.") from None
        named = {key.upper(): parts.pop(field, "") for key, field in _FIELDS.items()}
        return options | named | {"OPTIONS": parts}
    server = postgres.place(HOME)
    return options | {"HOST": str(server.socket), "PORT": postgres.PORT, "USER": postgres.NAME, "NAME": postgres.NAME}


_FIELDS = {"host": "host", "port": "port", "user": "user", "password": "password", "name": "dbname"}
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "congtam.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "congtam.accounts.forms.PlainLoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "congtam.accounts.hashers.OneTimeHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
FORMAT_MODULE_PATH = "congtam.site.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "uploads"}},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = HOME / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024

# Mail leaves only where a server is named; without one people are told in the application.
EMAIL_HOST = os.environ.get("CONGTAM_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("CONGTAM_MAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("CONGTAM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CONGTAM_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("CONGTAM_MAIL_TLS", "starttls") == "tls"
EMAIL_USE_TLS = os.environ.get("CONGTAM_MAIL_TLS", "starttls") == "starttls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("CONGTAM_MAIL_FROM", f"congtam@{ALLOWED_HOSTS[0]}")
MAIL_IS_ON = bool(EMAIL_HOST)
# Where the links of a mail lead.
MAIL_ADDRESS = os.environ.get("CONGTAM_ADDRESS") or f"https://{ALLOWED_HOSTS[0]}"

# Background work of a capability is in its `jobs.py`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Row history by triggers: it sees what the act log cannot, and it is read through `<row>.history`.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if MODE == "production":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = os.environ.get("CONGTAM_TLS_AHEAD") != "yes"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

if MODE == "test":
    PASSWORD_HASHERS[0] = "django.contrib.auth.hashers.MD5PasswordHasher"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Refusals (403, 404) are everyday answers, not news.
    "loggers": {"django.request": {"level": "ERROR"}},
}
