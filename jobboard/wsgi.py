"""What gunicorn, or any other WSGI server, serves."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

from jobboard import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
database.hold()
_django = get_wsgi_application()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The board. A HEAD request gets the head alone: gunicorn complains in the record of every body it has to drop."""
    response = _django(environ, start_response)
    if environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return []
    return response
