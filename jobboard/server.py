"""How gunicorn serves the board: `gunicorn -c python:jobboard.server jobboard.wsgi`."""

from jobboard import environment

bind = f"{environment.text('BIND', '127.0.0.1')}:{environment.number('PORT', 8000)}"
worker_class = "gthread"
workers = environment.number("WEB_WORKERS", 2)
threads = environment.number("WEB_THREADS", 4)
timeout = 60
graceful_timeout = 10
keepalive = 5
# The heartbeat file stands in memory: a slow disk must not look like a hanging worker.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
loglevel = "warning"
