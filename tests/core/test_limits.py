from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from careers.core import limits
from careers.core.limits import TooMany, client_ip, hit, prune
from careers.core.models import RateCount

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_limit_holds_until_its_window_ends(clock):
    clock.at(NOON + timedelta(seconds=10))
    assert [hit("apply", "dewi", limit=2, per=60) for _time in range(2)] == [1, 2]
    for _again in range(3):
        with pytest.raises(TooMany) as refused:
            hit("apply", "dewi", limit=2, per=60)
        assert refused.value.retry_after == 50
    clock.at(NOON + timedelta(seconds=60))
    assert hit("apply", "dewi", limit=2, per=60) == 1


@pytest.mark.django_db
def test_limits_of_others_and_of_other_things_are_their_own(clock):
    clock.at(NOON)
    assert [hit(*each, limit=1, per=60) for each in (("apply", "dewi"), ("apply", "tono"), ("invite", "dewi"))] == [
        1,
        1,
        1,
    ]


@pytest.mark.django_db
def test_limit_keeps_no_name(clock):
    clock.at(NOON)
    hit("sign_up", "203.0.113.7", limit=5, per=60)
    (row,) = RateCount.objects.all()
    assert "203" not in row.key[:64] or len(row.key) == 64
    assert len(row.key) == 64 and row.key != "203.0.113.7"


@pytest.mark.django_db
@pytest.mark.parametrize("per", [0, -1, limits.LONGEST_WINDOW + 1])
def test_window_of_no_length_is_refused(per):
    with pytest.raises(ValueError, match="window"):
        hit("apply", "dewi", limit=1, per=per)


@pytest.mark.django_db
def test_old_counts_are_pruned_and_new_ones_kept(clock):
    clock.at(NOON)
    hit("apply", "dewi", limit=5, per=60)
    clock.at(NOON + timedelta(days=2, seconds=1))
    hit("apply", "dewi", limit=5, per=60)
    assert prune() == 1
    assert RateCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_limit_holds_when_eight_ask_at_once():
    # A window of a day, asked from one moment: threads have clocks of their own.
    moment = datetime.now(UTC)

    def ask(_turn: int) -> bool:
        try:
            with limits.clock.frozen(moment):
                hit("apply", "dewi", limit=10, per=limits.LONGEST_WINDOW)
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(ask, range(40))) == 10


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "counted"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1", "127.0.0.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "127.0.0.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.1", "127.0.0.1", "198.51.100.1"),
        (3, "198.51.100.1, 10.0.0.1", "127.0.0.1", "198.51.100.1"),
        (1, "", "203.0.113.7", "203.0.113.7"),
        (1, "nonsense", "127.0.0.1", "unknown"),
        (0, "", "", "unknown"),
        (0, "", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_client_is_counted_by_what_our_proxies_say(settings, proxies, forwarded, remote, counted):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == counted


@given(st.text())
def test_client_is_always_counted(forwarded):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_ip(request) == "127.0.0.1"
