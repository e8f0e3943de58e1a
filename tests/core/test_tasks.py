import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core import clock as board_clock
from careers.core.limits import hit
from careers.core.models import RateCount
from careers.core.tasks import prune_limits, retry_stalled_jobs


@pytest.mark.django_db
def test_counts_that_are_over_are_forgotten(clock):
    clock.at(board_clock.now())
    hit("apply", "dewi", limit=5, per=60)
    clock.forward(days=3)
    prune_limits()
    assert not RateCount.objects.exists()


@pytest.mark.django_db
def test_jobs_of_a_killed_worker_are_queued_again():
    prune_limits.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    retry_stalled_jobs()
    assert ProcrastinateJob.objects.get().status == "todo"
