#!/usr/bin/env python3
"""Django's commands. Without DATABASE_URL, in development, the embedded server runs for as long as the command does."""

import os
import signal
import sys


def main() -> int:
    """Run the command that the arguments name; return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        print("Django is not installed here. Run `make setup`, then .venv/bin/python manage.py …", file=sys.stderr)
        return 1
    from jobboard import database
    from jobboard.environment import WrongEnvironment

    # Ending as usual gives back the lease on the embedded server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        database.hold()
        execute_from_command_line(sys.argv)
    except (WrongEnvironment, database.DatabaseUnavailable) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
