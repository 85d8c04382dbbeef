"""Django's settings. What differs between sites comes from the environment (env.py)."""

from config.database import database_of
from config.env import ROOT, VAR, Env
from config.files import headers_of_file
from config.logs import logging_of

env = Env()

SECRET_KEY = env.secret_key()
HEFA_KEYS_FILE = env.keys_file
HEFA_AGENCY_NAME = env.agency_name
HEFA_SITE_NAME = env.site_name
HEFA_SITE_ENGLISH_NAME = env.site_english_name
HEFA_NOTICE_PURPOSE = env.notice_purpose
HEFA_NOTICE_PERIOD = env.notice_period
HEFA_NOTICE_CONTACT = env.notice_contact
HEFA_HAND_ROWS_ALONE = env.hand_rows_alone
HEFA_PIN_AFTER_IDLE_MINUTES = env.pin_after_idle_minutes
HEFA_LIMITS = env.limits
HEFA_RESETS_BY_ACCOUNT = env.resets_by_account
HEFA_CODES_OF_ONE_BROWSER = env.codes_of_one_browser
HEFA_LECTURER_SCANS = env.lecturer_scans
HEFA_IS_PRODUCTION = env.is_production
HEFA_IS_BEHIND_PROXY = env.behind_proxy
HEFA_SECOND_FACTOR_DEMANDED = env.demands_second_factor
HEFA_KNOWN_BROWSERS = env.known_browsers
HEFA_PASSWORD_DAYS = env.password_days
HEFA_IDLE_MINUTES = {"learner": env.idle_learner, "officer": env.idle_officer, "operator": env.idle_operator}
HEFA_LONGEST_SESSION_HOURS = {
    "learner": env.longest_learner,
    "officer": env.longest_officer,
    "operator": env.longest_operator,
}
HEFA_OIDC = {
    "name": env.oidc_name,
    "issuer": env.oidc_issuer,
    "client_id": env.oidc_client_id,
    "client_secret": env.oidc_secret(),
}

DEBUG = False
ALLOWED_HOSTS = env.hosts

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "hefa.keys",
    "hefa.audit",
    "hefa.units",
    "hefa.accounts",
    "hefa.learners",
    "hefa.organisers",
    "hefa.codes",
    "hefa.activities",
    "hefa.stations",
    "hefa.awards",
    "hefa.passbook",
    "hefa.paperwork",
    "hefa.web.shell",
    "hefa.web.learner",
    "hefa.web.scanner",
    "hefa.web.backoffice",
    "hefa.web.operator",
    "hefa.jobs",
    "hefa.cli",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "hefa.web.shell.permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below what files carry too: policies; above what they do not
    "hefa.web.shell.no_store.NoStoreMiddleware",
    "hefa.web.shell.worded.WordedMiddleware",
    "hefa.web.shell.numberless.NumberlessMiddleware",
    "hefa.web.shell.default_deny.DefaultDenyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hefa.web.shell.session_keeping.SessionKeepingMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hefa.web.shell.site.context",
            ],
        },
    }
]

DATABASES = {"default": database_of(env.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["config.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email")},
    },
]
LOGIN_URL = "shell:login"

LANGUAGE_CODE = "zh-hant"
TIME_ZONE = "Asia/Taipei"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static" if env.is_production else None
STATICFILES_DIRS = [path for path in (VAR / "build",) if path.is_dir()]
WHITENOISE_USE_FINDERS = not env.is_production
WHITENOISE_ADD_HEADERS_FUNCTION = headers_of_file
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

SESSION_ENGINE = "hefa.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = env.https
SESSION_COOKIE_NAME = "__Host-hefa" if env.https else "hefa"
CSRF_COOKIE_SECURE = env.https
CSRF_COOKIE_NAME = "__Host-hefa-csrf" if env.https else "hefa-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hefa.web.shell.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = env.https
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if env.is_production else 0  # never bind somebody's localhost to HTTPS for a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.is_production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.email_host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.email_host
EMAIL_PORT = env.email_port
EMAIL_HOST_USER = env.email_user
EMAIL_HOST_PASSWORD = env.email_password
EMAIL_USE_TLS = env.email_port == 587
DEFAULT_FROM_EMAIL = env.email_from

LOGGING = logging_of(env.log_level)
TEST_RUNNER = "django.test.runner.DiscoverRunner"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
BASE_DIR = ROOT
