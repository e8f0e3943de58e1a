import pytest

from careers.core import clock as board_clock
from careers.core.limits import hit
from careers.core.models import RateCount
from careers.core.tasks import prune_limits


@pytest.mark.django_db
def test_counts_that_are_over_are_forgotten(clock):
    clock.at(board_clock.now())
    hit("apply", "dewi", limit=5, per=60)
    clock.forward(days=3)
    prune_limits()
    assert not RateCount.objects.exists()
