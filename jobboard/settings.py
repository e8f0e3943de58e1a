"""Every setting of the board. What differs between places comes from the environment; see docs/operations.md."""

import mimetypes

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from jobboard import database, environment

ROOT = environment.ROOT
ENVIRONMENT = environment.kind()
IS_DEVELOPMENT = ENVIRONMENT == "development"
STATE_DIR = environment.state_dir()
SECRET_KEY = environment.secret_key()
DEBUG = environment.flag("DEBUG")
if DEBUG and not IS_DEVELOPMENT:
    raise ImproperlyConfigured("DEBUG=1 shows the board's inside to everybody: it is for ENVIRONMENT=development only.")

# --- who and where we are ---
SITE_NAME = environment.text("SITE_NAME", "Lintas")
PORT = environment.number("PORT", 8000)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
SITE_URL = environment.text(
    "SITE_URL", f"http://localhost:{PORT}" if IS_DEVELOPMENT else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
# How many proxies of ours stand before the board: so many entries of X-Forwarded-For are believed, from the right.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)
ROOT_URLCONF = "jobboard.urls"
WSGI_APPLICATION = "jobboard.wsgi.application"

INSTALLED_APPS = [
    "careers",
    "careers.core.admin_app.CuratorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    # The first two stand before whatever may answer by itself, redirects and static files included.
    "jobboard.headers.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel compressed even where no proxy does it: a first visit stays light on every machine.
    "careers.core.middleware.CompressPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything that reads the form: it says in the reader's language what cannot be read.
    "careers.core.middleware.Utf8Only",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "careers.core.middleware.NotAllowedMiddleware",
    "careers.core.middleware.TooManyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careers.core.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# An address typed without a scheme is https. What Django 6 does by itself; goes with Django 5.2.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- database and cache ---
DATABASES = {
    "default": dj_database_url.parse(
        database.url(),
        engine="django.db.backends.postgresql",
        conn_max_age=environment.number("CONN_MAX_AGE", 600),
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Limits are counted here: every worker must see the same number.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # The {% cache %} tag uses this alias by name. A fragment may be made once per process; asking the database for it would cost more.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Vocabularies and rates may be held in the process for a second (careers.core.held); tests ask every time.
HOLDS_ANSWERS = True

# --- language and time ---
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not IS_DEVELOPMENT
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Asia/Jakarta")

# --- files ---
STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "careers.core.stylesheets.BundleFinder",
]
# Private: nothing serves this folder, a view hands out a file to those who may see it.
MEDIA_ROOT = STATE_DIR / "uploads"
# Pictures for shared links, drawn when they are asked for: so many files stay, at 50 KB each.
SOCIAL_CARDS_KEPT = environment.number("SOCIAL_CARDS_KEPT", 2000)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
# What browsers may fetch ahead (prefetch.rules): read only under this name, whichever server sends the file.
mimetypes.add_type("application/speculationrules+json", ".rules")
WHITENOISE_MIMETYPES = {".rules": "application/speculationrules+json"}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "careers.core.uploads.WholeRequest",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- mail ---
MAIL_DIR = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", f"{SITE_NAME} <halo@lintas.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
if IS_DEVELOPMENT and not environment.text("MAIL_URL", ""):
    EMAIL_BACKEND = "jobboard.mail.FolderBackend"
else:
    globals().update(environment.mail_server())

# --- safety ---
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=not IS_DEVELOPMENT)
# Whoever watches over the board asks it directly, behind the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health$"]
# Sent over TLS only. gunicorn believes X-Forwarded-Proto from FORWARDED_ALLOW_IPS (this machine unless said).
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = not IS_DEVELOPMENT
CSRF_COOKIE_SECURE = not IS_DEVELOPMENT
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "careers.core.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # The QR code of an authenticator app is a data: image made by the server.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}

# --- accounts: this block belongs to careers.accounts ---
AUTH_USER_MODEL = "careers.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me_home"
ACCOUNT_ADAPTER = "careers.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "careers.accounts.forms.SignupDetails"
ACCOUNT_FORMS = {
    "login": "careers.accounts.adapters.PlainLoginForm",
    "signup": "careers.accounts.adapters.PlainSignupForm",
    "add_email": "careers.accounts.adapters.PlainAddEmailForm",
    "change_password": "careers.accounts.adapters.PlainChangePasswordForm",
    "set_password": "careers.accounts.adapters.PlainSetPasswordForm",
    "reset_password": "careers.accounts.adapters.PlainResetPasswordForm",
    "reset_password_from_key": "careers.accounts.adapters.PlainResetPasswordKeyForm",
    "request_login_code": "careers.accounts.adapters.PlainRequestLoginCodeForm",
    "reauthenticate": "careers.accounts.adapters.PlainReauthenticateForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
# A code, not a link: it is typed into the page that waits for it, and where one wanted to go is not lost.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition("://")[0]
ACCOUNT_PREVENT_ENUMERATION = True
# These doors are counted by careers.accounts.limits, which answers 429; the others keep allauth's own numbers.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "confirm_email": None,
    "reset_password": None,
    "request_login_code": None,
}
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_TOTP_ISSUER = SITE_NAME
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# --- end of accounts ---

# --- the record ---
LOG_DIR = STATE_DIR / "logs"
LOG_DIR.mkdir(parents=True, exist_ok=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {process:d} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
        # Reopened when a rotator has moved it away: several processes write here.
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": LOG_DIR / "board.log",
            "formatter": "line",
            "delay": True,
        },
    },
    "root": {"handlers": ["stderr", "file"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
