"""What Django is told: applications, sessions, passwords, lockout. One call a process; the keys never stand in here."""

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MIDDLEWARE = [
    "muniment.web.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "muniment.web.seat.Seat",
    "axes.middleware.AxesMiddleware",
]
HALF_HOUR = 30 * 60
"""A session that nobody used for this long is over; `seat` ends every one after half a day."""


def extra(secret: str, *, is_tls: bool = False) -> dict[str, Any]:
    """The settings that the pages add to the store's. `secret` is derived from the archive's keys."""
    return {
        "INSTALLED_APPS+": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "axes",
            "django_otp",
            "django_otp.plugins.otp_totp",
        ],
        "SECRET_KEY": secret,
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": "muniment.web.urls",
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "STATIC_URL": "/static/",
        "WHITENOISE_ROOT": None,
        "WHITENOISE_USE_FINDERS": False,
        "STATIC_ROOT": str(HERE / "static"),
        "AUTHENTICATION_BACKENDS": ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        ],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": "muniment",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": is_tls,
        "SESSION_COOKIE_AGE": HALF_HOUR,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_USE_SESSIONS": True,
        "CSRF_FAILURE_VIEW": "muniment.web.pages.answers.forged",
        "SECURE_HSTS_SECONDS": 31536000 if is_tls else 0,
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": 0.25,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_USERNAME_FORM_FIELD": "username",
        "AXES_LOCKOUT_CALLABLE": "muniment.web.pages.entrance.rests",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_VERBOSE": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 96 << 20,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 96 << 20,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "USE_I18N": False,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LOGGING_CONFIG": None,
        "DEBUG": False,
    }
