"""How often one machine, one address or one account may knock: numbers in one place, counted for all workers."""

from django.http import HttpRequest

from careers.core.limits import client_ip, hit

MINUTE, HOUR = 60, 3600
# Many phones share one address of their provider, so a machine gets more than a person.
SIGN_UPS_A_MACHINE = (30, HOUR)
SIGN_INS_A_MACHINE = (60, 10 * MINUTE)
SIGN_INS_AN_ACCOUNT = (10, 10 * MINUTE)
MAILS_A_MACHINE = (30, HOUR)
MAILS_AN_ADDRESS = (5, HOUR)


def sign_up(request: HttpRequest) -> None:
    """Count a sign-up; raises TooMany."""
    _hit("sign-up", client_ip(request), SIGN_UPS_A_MACHINE)


def sign_in(request: HttpRequest, email: str) -> None:
    """Count a password that is tried, right or wrong; raises TooMany."""
    _hit("sign-in", client_ip(request), SIGN_INS_A_MACHINE)
    if email:
        _hit("sign-in-account", email.strip().lower(), SIGN_INS_AN_ACCOUNT)


def mailed(request: HttpRequest, kind: str, email: str) -> None:
    """Count a mail that somebody asks us to send to an address: `kind` is reset, code or address; raises TooMany."""
    _hit(f"{kind}-mail", client_ip(request), MAILS_A_MACHINE)
    if email:
        _hit(f"{kind}-mail-to", email.strip().lower(), MAILS_AN_ADDRESS)


def _hit(scope: str, key: str, most: tuple[int, int]) -> None:
    limit, per = most
    hit(scope, key, limit=limit, per=per)
