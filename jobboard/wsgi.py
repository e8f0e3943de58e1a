"""What gunicorn, or any other WSGI server, serves."""

import os

from django.core.wsgi import get_wsgi_application

from jobboard import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
database.hold()
application = get_wsgi_application()
