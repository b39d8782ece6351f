"""The WSGI application of the archive being served."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler


def application() -> Any:
    """Django's handler; the store was configured before."""
    return WSGIHandler()
