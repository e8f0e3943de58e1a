"""When a mailbox proves an employer: its domain, free-mail services, official mailboxes. Pure: no query, no network."""

import re
from dataclasses import dataclass
from typing import Literal

from publicsuffixlist import PublicSuffixList

Verdict = Literal["proves", "no-website", "free-mail", "shared-host", "other-domain", "not-official"]

# The list that comes with the package is read; nothing is ever fetched. Private suffixes count: whoever has a page
# under a builder's domain does not own that domain.
_SUFFIXES = PublicSuffixList(accept_unknown=True)

FREE_MAIL = frozenset(
    [
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "yahoo",
        "ymail",
        "rocketmail",
        "aol",
        "gmx",
        "proton",
        "protonmail",
        "tutanota",
        "yandex",
        "rediffmail",
        "fastmail",
        "zohomail",
        "hushmail",
        "mailinator",
    ]
)
"""Services where anybody gets an address, under whatever ending: `gmail.com`, `yahoo.co.id`."""

FREE_MAIL_DOMAINS = frozenset(
    [
        "live.com",
        "msn.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "zoho.com",
        "mail.com",
        "email.com",
        "inbox.com",
        "usa.com",
        "consultant.com",
        "pm.me",
        "tuta.com",
        "tuta.io",
        "duck.com",
        "hey.com",
        "mail.ru",
        "inbox.ru",
        "list.ru",
        "bk.ru",
        "web.de",
        "freenet.de",
        "t-online.de",
        "free.fr",
        "orange.fr",
        "wanadoo.fr",
        "laposte.net",
        "libero.it",
        "tiscali.it",
        "seznam.cz",
        "interia.pl",
        "o2.pl",
        "wp.pl",
        "qq.com",
        "163.com",
        "126.com",
        "sina.com",
        "naver.com",
        "daum.net",
        "hanmail.net",
        "plasa.com",
        "telkom.net",
        "rocketmail.com",
    ]
)
"""Services whose name others bear too, so the whole domain counts."""

_OFFICIAL = re.compile(
    r"(?:^|\.)(?:go|gov|gob|gouv|govt|desa|mil|polri)(?:\.[a-z]{2})?$|\.(?:gc\.ca|admin\.ch|europa\.eu|bund\.de)$"
)


@dataclass(frozen=True)
class MailboxCheck:
    """What a confirmed address says about an employer: the verdict, and the domain that it proves."""

    verdict: Verdict
    domain: str = ""

    @property
    def proves(self) -> bool:
        """Whether the address is a proof."""
        return self.verdict == "proves"


def host_of(address: str) -> str:
    """The host of a web or mail address, in lower case and ASCII, without `www.`; empty when there is none."""
    rest = address.partition("//")[2] if "//" in address else address
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(".").lower()
    try:
        host = host.encode("idna").decode("ascii") if host else ""
    except UnicodeError:
        return ""
    return host.removeprefix("www.")


def registered_domain(address: str) -> str:
    """The domain that somebody has registered: `jobs.kebun.co.id` gives `kebun.co.id`; a public suffix gives nothing."""
    host = host_of(address)
    if not host or re.fullmatch(r"[\d.]+", host):
        return ""
    return _SUFFIXES.privatesuffix(host) or ""


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address under this registered domain."""
    return domain.partition(".")[0] in FREE_MAIL or domain in FREE_MAIL_DOMAINS


def is_official(domain: str) -> bool:
    """Whether only public bodies get such a domain: `.go.id`, `.desa.id`, `.gov`, `.gov.uk`, `.gouv.fr` and their like."""
    return bool(_OFFICIAL.search(host_of(domain)))


def check_mailbox(email: str, website: str, *, must_be_official: bool = False) -> MailboxCheck:
    """Whether a confirmed address proves the employer behind `website`: both lie under one registered domain.

    Free-mail services and public suffixes (also builders' and hosts' shared ones) prove nothing. `must_be_official`
    is for the local-government track.
    """
    if not host_of(website):
        return MailboxCheck("no-website")
    site, mailbox = registered_domain(website), registered_domain(email)
    if not site:
        return MailboxCheck("shared-host")
    if not mailbox or is_free_mail(mailbox) or is_free_mail(site):
        return MailboxCheck("free-mail", mailbox)
    if site != mailbox:
        return MailboxCheck("other-domain", mailbox)
    if must_be_official and not is_official(mailbox):
        return MailboxCheck("not-official", mailbox)
    return MailboxCheck("proves", mailbox)
