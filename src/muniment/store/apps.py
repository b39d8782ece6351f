"""The store as a Django application."""

from django.apps import AppConfig


class Store(AppConfig):
    """Tables of the archive and its accounts."""

    name = "muniment.store"
    label = "store"
    verbose_name = "Muniment store"
    default_auto_field = "django.db.models.BigAutoField"
