"""How gunicorn serves the board: `gunicorn -c python:jobboard.server jobboard.wsgi`."""

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from jobboard import environment
from jobboard.parents import end_with_parent

bind = f"{environment.text('BIND', '127.0.0.1')}:{environment.number('PORT', 8000)}"
worker_class = "jobboard.worker.BoardWorker"
workers = environment.number("WEB_WORKERS", 2)
threads = environment.number("WEB_THREADS", 4)
# Read the program once, not once for each worker: half the time of a start.
preload_app = True
limit_request_line = 8190  # the most that gunicorn takes; past it answers jobboard/worker.py
timeout = 60
graceful_timeout = 10
keepalive = 5
# The heartbeat file stands in memory: a slow disk must not look like a hanging worker.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
loglevel = "warning"


def post_fork(server: Arbiter, worker: Worker) -> None:
    """A worker whose master was killed would notice after half a minute only, and keep the port until then."""
    end_with_parent(server.pid)
