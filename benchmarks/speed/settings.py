"""The board's own settings, with one address more: what a request costs when nothing is asked of the board."""

from jobboard.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.speed.urls"
