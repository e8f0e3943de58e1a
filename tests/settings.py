"""The board's settings as the tests need them: plain static files, mail kept in memory, a folder of its own for everything written."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The embedded server of the tests stands apart from the one of `make run`, and may forget its rows when it crashes.
os.environ["ENVIRONMENT"] = "development"
os.environ["STATE_DIR"] = os.environ.get("TEST_STATE_DIR", "var/test")
os.environ["DATABASE_DURABLE"] = "0"
os.environ["SITE_URL"] = "http://testserver"
os.environ.pop("MAIL_URL", None)
# Playwright keeps an event loop in the thread of the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from jobboard.settings import *  # noqa: F403
from jobboard.settings import CACHES, INSTALLED_APPS, LOGGING, MIDDLEWARE, STORAGES

STATE_DIR = Path(tempfile.mkdtemp(prefix="lintas-test-"))
atexit.register(shutil.rmtree, STATE_DIR, ignore_errors=True)
MEDIA_ROOT = STATE_DIR / "uploads"
MAIL_DIR = STATE_DIR / "mail"
STATIC_ROOT = STATE_DIR / "static"
STATIC_ROOT.mkdir()  # whitenoise warns when it is missing

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {**CACHES, "template_fragments": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# A test says what it saw by failing; the record of the requests goes nowhere.
LOGGING = {
    **LOGGING,
    "root": {"handlers": [], "level": "WARNING"},
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
}

# A request that asks for the same relation row by row fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_NPLUSONE_THRESHOLD = 3
# allauth reads a person's own address again and again: a few rows of one person, never of a list.
ZEAL_ALLOWLIST = [{"model": "account.EmailAddress", "field": "get()"}]
# No thread of its own: a test adds up the readings itself.
READINGS_EVERY_SECONDS = 0
# What a test changes is asked for at once.
HOLDS_ANSWERS = False
