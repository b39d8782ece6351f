"""Settings for type checkers that want a settings module. Never used at run time: see `store.config`."""

INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "muniment.store.apps.Store"]
AUTH_USER_MODEL = "store.Account"
SECRET_KEY = "for the type checker alone"  # noqa: S105
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
