"""What is wrong with a listing before anybody reviews it. Pure: text in, findings out; no query, no request.

Refused outright: money asked of applicants, work that needs presence at a place, conditions that Circular
M/6/HK.04/V/2025 of Indonesia's Minister of Manpower forbids, an address in the title, text that was never cleaned,
a listing without a description, and pay by the hour or task without its terms. Advised: what good listings say and
this one does not.

A pattern counts per sentence, and not where the sentence denies it ("no deposit is asked", "usia tidak dibatasi").
"""

# ruff: noqa: E501 -- a pattern that is broken over lines is harder to read than a long one.

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from careers.core.text import clean_line, clean_text, refuse_links

Field = Literal["title", "description", "questions", "pay", "eligibility", "terms"]
SHORT = 400  # characters under which a description rarely says enough


def _any(*patterns: str) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_FEE = r"(?:deposit|registration fee|training fee|application fee|administration fee|processing fee|security fee|joining fee|starter kit fee|upfront fee|equipment fee)"
_BIAYA = (
    r"(?:biaya|uang) (?:pendaftaran|registrasi|administrasi|pelatihan|training|jaminan|seragam|deposit|pangkal|awal)"
)
_MONEY = _any(
    rf"\b(?:pay|send|transfer|requires?|asks? for|need|must) (?:\w+ ){{0,5}}{_FEE}\b",
    rf"\b{_FEE} (?:of|is|must|required|has to|to be|applies|will be)\b",
    r"\b(?:pay|buy|purchase) (?:\w+ ){0,3}(?:starter kit|training package|equipment from us|membership) (?:\w+ ){0,4}"
    r"(?:before|first|to start|to begin)\b",
    r"\b(?:online banking|bank account|e-?banking|mobile banking) (?:password|pin|login|credentials)\b",
    r"\b(?:send|give|share|tell) (?:us )?(?:your )?(?:otp|pin|one-time password|card number|cvv)\b",
    rf"\b{_BIAYA}\b",
    r"\b(?:membayar|bayar|transfer|mentransfer|setor|menyetor) (?:\w+ ){0,4}(?:deposit|jaminan|pendaftaran|di muka|dahulu|dulu)\b",
    r"\b(?:wajib|harus|perlu|diminta) (?:\w+ ){0,2}(?:deposit|menyetor|setor uang|top ?up)\b",
    r"\bdeposit (?:\w+ ){0,2}(?:sebesar|rp|usd|wajib|awal)",
    r"\b(?:kirim(?:kan)?|berikan|sebutkan) (?:\w+ ){0,3}(?:otp|pin|kata sandi|nomor kartu|cvv)\b",
    r"\b(?:kata sandi|pin|password) (?:\w+ ){0,2}(?:rekening|bank|m-?banking)\b",
)

_PRESENCE = _any(
    r"\b(?:on-?site|in-?office|office-?based)\b(?! (?:search|seo|content|analytics|code|optimi[sz]ation|experience))",
    r"\b(?:hybrid) (?:work|working|role|position|schedule|arrangement|model of work|setup|basis|office)\b",
    r"\b(?:\d+|one|two|three|four|five|several|some) days? (?:a|per|each|every) week (?:in|at|from) (?:the|our) office\b",
    r"\b(?:come|commute|travel|report) (?:in)?to (?:the|our) office\b",
    r"\bmust (?:live|reside|be based|be located) (?:in|within|near) (?:commuting|driving|walking)",
    r"\b(?:must|need to|have to|required to) (?:be willing to )?relocate\b|\brelocation (?:is )?required\b",
    r"\bwork(?:ing)? (?:from|at|in) (?:the|our) office\b",
    r"\b(?:wajib|harus|bersedia) (?:\w+ ){0,2}(?:WFO|work from office|bekerja di kantor|datang ke kantor|ke kantor|hadir di kantor|ngantor)\b",
    r"\b(?:sistem|kerja|bekerja|skema) (?:secara )?(?:hybrid|hibrida|WFO)\b|\b(?:WFO|100 ?% onsite)\b",
    r"\b(?:penempatan|ditempatkan|berkantor) (?:kerja )?di (?:kantor|kota|daerah|jakarta|bandung|surabaya|yogyakarta|medan|bali)\b",
    r"\b(?:berdomisili|domisili) (?:\w+ ){0,2}(?:jabodetabek|jakarta|bandung|surabaya|sekitar kantor|dekat kantor)\b",
    r"\bbersedia (?:pindah|relokasi|direlokasi|ditempatkan)\b",
    r"\b(?:datang|hadir) (?:\w+ ){0,2}(?:ke|di) kantor (?:kami )?(?:setiap|tiap|\d|satu|dua|tiga)",
)

_UNFAIR = {
    "age": _any(
        r"\b(?:usia|umur) (?:\w+ ){0,2}(?:maks(?:imal|imum)?\.?|min(?:imal|imum)?\.?|di ?bawah|kurang dari|antara|paling tinggi|tidak lebih dari)\s*:?\s*\d{2}",
        r"\b(?:usia|umur|berusia|berumur)\s*:?\s*\d{2}\s*(?:-|–|sampai|s\.?/?d\.?|hingga|ke)\s*\d{2}",
        r"\b(?:maks(?:imal|imum)?|di ?bawah|min(?:imal|imum)?) (?:usia|umur|berusia)? ?\d{2} tahun(?! (?:pengalaman|bekerja|berpengalaman|di bidang|dalam|sebagai|terakhir))(?=[^.]*\b(?:usia|umur)\b|\s*(?:\.|,|$))",
        r"\b(?:fresh graduate|lulusan|kandidat|pelamar|pria|wanita) (?:\w+ ){0,2}(?:maks(?:imal)?|di bawah) \d{2} tahun\b",
        r"\b(?:max(?:imum)?|minimum|min) age\b|\bage (?:limit|range)\b",
        r"\b(?:aged?|between the ages of|ages)\s*:?\s*\d{2}\s*(?:-|–|to|and)\s*\d{2}\b",
        r"\b(?:under|below|not older than|no older than|younger than|not over|over the age of|above the age of) (?:the age of )?\d{2}(?: years? (?:old|of age))(?!\w)",
        r"\b(?:must be|candidates?|applicants?) (?:\w+ ){0,2}(?:under|below|younger than|no older than) (?:the age of )?\d{2}\b(?! (?:hours|minutes|days|people|%))",
        r"\byoung (?:candidates?|applicants?|people|women|men|females?|males?) (?:only|preferred|wanted)\b",
    ),
    "looks": _any(
        r"\b(?:berpenampilan|penampilan) (?:\w+ )?(?:menarik|good looking|rapi dan menarik|cantik|tampan|ganteng)\b",
        r"\b(?:good|attractive|pleasant|nice)[- ]?looking\b(?! (?:charts?|design|code|pages?|documents?|slides?|reports?|interfaces?|dashboards?))",
        r"\b(?:attractive|pleasant|pleasing) (?:physical )?appearance\b|\bpresentable appearance\b",
        r"\bfoto (?:seluruh badan|full ?body)\b|\bfull[- ]body photo",
    ),
    "height": _any(
        r"\b(?:tinggi|berat) badan\b",
        r"\b(?:tinggi|TB)\s*(?:min(?:imal)?|maks(?:imal)?)\.?\s*:?\s*\d{3}\b",
        r"\b(?:minimum|min|maximum) (?:height|weight) (?:of |is )?\d|\bheight (?:of )?(?:at least|minimum|min\.?|above)\b|\bheight[- ](?:and|/) ?weight\b",
        r"\b(?:body weight|proportional body|ideal weight)\b",
    ),
    "marriage": _any(
        r"\b(?:belum|tidak sedang|harus sudah|sudah) (?:pernah )?(?:menikah|kawin|berkeluarga)\b",
        r"\bstatus (?:pernikahan|perkawinan)?\s*:?\s*(?:lajang|single|belum menikah|menikah)\b|\b(?:wajib|harus|masih|diutamakan) (?:lajang|single)\b",
        r"\b(?:must be|should be|only|preferably) (?:single|unmarried|childless)\b(?!-)|\b(?:candidates?|applicants?|you) (?:must|should) be married\b|\bunmarried (?:women|men|candidates?|applicants?|only)\b",
        r"\bmarital status\b|\bno (?:children|pregnan\w+)\b|\bnot (?:be )?(?:married|pregnant)\b|\btidak (?:sedang )?hamil\b",
    ),
    "gender": _any(
        r"\b(?:males?|females?|men|women|ladies|girls) (?:candidates? |applicants? )?only\b",
        r"\b(?:khusus|hanya|diutamakan|lebih disukai) (?:untuk )?(?:pria|wanita|laki-laki|perempuan|cewek|cowok)\b",
        r"\bjenis kelamin\s*:\s*(?:pria|wanita|laki-laki|perempuan)\b(?!\s*(?:/|dan|atau))",
        r"\b(?:pria|wanita|laki-laki|perempuan) (?:saja|diutamakan)\b",
        r"\b(?:must be|should be) (?:a )?(?:male|female|man|woman)\b",
    ),
    "origin": _any(
        r"\b(?:khusus|hanya|diutamakan|wajib) (?:untuk )?(?:suku|etnis|keturunan|ras|beragama|muslim|muslimah|kristen|katolik|hindu|buddha|pribumi|chinese|tionghoa)\b",
        r"\b(?:muslim|muslimah|christians?|hindus?|buddhists?|native) only\b|\b(?:must be|should be) (?:a )?(?:muslim|christian|hindu|buddhist|chinese|white|fair[- ]skinned)\b",
        r"\b(?:kulit|warna kulit)\s*:?\s*(?:putih|cerah|terang|kuning langsat|gelap)\b|\bberkulit (?:putih|cerah|terang)\b",
        r"\b(?:fair|light|white)[- ]skin(?:ned)?\b(?! tones?)|\b(?:asian|caucasian|white|chinese) (?:candidates?|applicants?) (?:only|preferred)\b",
    ),
}
"""Kinds of conditions that SE Menaker M/6/HK.04/V/2025 tells employers to leave out."""

_DENIALS: tuple[tuple[re.Pattern, re.Pattern], ...] = tuple(
    (re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for before, after in (
        (
            r"\b(?:no|nobody|no one|not|never|without|nor|neither|none|free of|isn['’]t|don['’]t|doesn['’]t|won['’]t|regardless of|whatever|instead of|rather than|beware of|refuse)\b[^.,:;]{0,45}$",
            r"^[^.,;]{0,25}\b(?:is|are|will be|was|do|does|be) (?:not|never|no)\b|^[^.,;]{0,20}\b(?:isn['’]t|aren['’]t|doesn['’]t|don['’]t|not (?:required|needed|asked|necessary|a condition)|plays? no (?:part|role)|does not matter)",
        ),
        (
            r"\b(?:tidak|tanpa|bukan|takkan|tak|belum pernah meminta|apa pun|bebas|gratis|jangan|tiada|nol|terlepas dari|mewaspadai|waspada)\b[^.,:;]{0,45}$",
            r"^[^.,;]{0,25}\b(?:tidak|bukan|tak)\b[^.,;]{0,12}\b(?:ada|perlu|diminta|dipungut|dibatasi|diwajibkan|syarat|masalah|dilihat|ditanya\w*|wajib|berlaku|menjadi)\b|^[^.,;]{0,10}\b(?:gratis|bebas)\b",
        ),
    )
)
"""Words before and after a phrase that turn it round."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_REFUSALS: dict[str, tuple[str | Promise, tuple[re.Pattern, ...]]] = {
    "money": (
        _("Nobody may be asked for money, a deposit or bank access in order to work. Take this out."),
        _MONEY,
    ),
    "presence": (
        _(
            "This asks for presence at a place. Everything on this board can be done from anywhere, so that it is open "
            "to people far from an office. If presence is not needed, take this out; otherwise another board serves you better."
        ),
        _PRESENCE,
    ),
    "age": (_("A limit of age may not be set, unless the law sets it for this very work."), _UNFAIR["age"]),
    "looks": (_("How somebody looks may not be a condition."), _UNFAIR["looks"]),
    "height": (_("Height and weight may not be a condition."), _UNFAIR["height"]),
    "marriage": (_("Whether somebody is married or has children may not be a condition."), _UNFAIR["marriage"]),
    "gender": (_("Work may not be kept for men or for women."), _UNFAIR["gender"]),
    "origin": (_("Ethnicity, skin colour and religion may not be a condition."), _UNFAIR["origin"]),
}
# Nearly every sentence of nearly every listing shows nothing: one look at it instead of one for each pattern.
_SHOWS_SOMETHING = re.compile(
    "|".join(f"(?:{pattern.pattern})" for _words, patterns in _REFUSALS.values() for pattern in patterns), re.IGNORECASE
)
UNCLEAN = _("This text holds unseen or damaged characters. Save it again.")
CIRCULAR = "SE Menaker M/6/HK.04/V/2025"
"""The circular that the conditions on age, looks, height, marriage, gender and origin rest on."""


PAID_BY_EFFORT = ("hour", "task")
"""The periods of pay whose terms must be stated."""
TERM_WORDS = {
    "engagement": _("Say whether you employ the person or they work as a contractor."),
    "hours_min": _("Say how many hours a week there are, at least or at most."),
    "hours_guaranteed": _("Say whether the hours are guaranteed."),
    "onboarding_hours": _("Say how many hours of onboarding are not paid."),
    "onboarding_paid": _("Say whether onboarding is paid. If there is none, give 0 hours."),
    "test_hours": _("Say how many hours of tests are not paid."),
    "test_paid": _("Say whether tests are paid. If there are none, give 0 hours."),
    "task_cap_minutes": _("Say how many minutes are paid for a task, at most."),
    "payout_cadence": _("Say how often you pay out."),
    "payout_method": _("Say how you pay: by bank transfer, for example."),
    "sensitive_content": _("Say whether the work shows sensitive content."),
    "appeal_contact": _("Say whom a person can write to who thinks a decision about their work or pay is wrong."),
}
"""What hourly and per-task work must say before it is handed in, by column: the words that ask for it."""


def owed_terms(said: Mapping[str, Any]) -> list[str]:
    """The columns of TERM_WORDS that `said` (values by column, `pay_period` among them) leaves open, in their order.

    One end of the hours will do; a time cap only goes with tasks. Unpaid onboarding and unpaid tests have their hours,
    and no hours of them need not be paid. Nothing is owed for pay by the day or longer.
    """
    if said.get("pay_period") not in PAID_BY_EFFORT:
        return []
    needless = set() if said["pay_period"] == "task" else {"task_cap_minutes"}
    if said.get("hours_max") is not None:
        needless.add("hours_min")
    for part in ("onboarding", "test"):
        hours, is_paid = said.get(f"{part}_hours"), said.get(f"{part}_paid")
        if is_paid is not False:
            needless.add(f"{part}_hours")
        if hours == 0:
            needless.add(f"{part}_paid")
    return [name for name in TERM_WORDS if name not in needless and said.get(name) in (None, "")]


@dataclass(frozen=True)
class Draft:
    """The words of a listing, and which of its facts are stated."""

    title: str
    description: str
    questions: tuple[str, ...] = ()
    states_pay: bool = False
    states_eligibility: bool = False
    terms: Mapping[str, Any] | None = None  # values by column, for `owed_terms`


@dataclass(frozen=True)
class Finding:
    """One thing to put right (`refused`) or to think about: what, where, and the words that it was found in."""

    code: str
    refused: bool
    field: Field
    sentence: str | Promise
    excerpt: str = ""
    place: str = ""  # which of the terms, by the name of its column


def lint(draft: Draft) -> list[Finding]:
    """All findings, the refused ones first; none means that nothing stands in the way of handing it in."""
    return sorted([*_refused(draft), *_advised(draft)], key=lambda finding: not finding.refused)


def refusals(draft: Draft) -> list[Finding]:
    """Only what is refused outright."""
    return list(_refused(draft))


def _refused(draft: Draft) -> Iterator[Finding]:
    if _has_link(draft.title):
        yield Finding(
            "title-address", True, "title", _("The title is for the work: take the address out."), draft.title
        )
    if not draft.description.strip():
        yield Finding("description-missing", True, "description", _("Describe the work: there is no description yet."))
    texts: list[tuple[Field, str]] = [("title", draft.title), ("description", draft.description)]
    texts += [("questions", question) for question in draft.questions]
    for field, text in texts:
        clean = clean_text(text) if field == "description" else clean_line(text)
        if text.strip() != clean:
            yield Finding("unclean", True, field, UNCLEAN)
        yield from _patterns_in(field, clean)
    for name in owed_terms(draft.terms or {}):
        yield Finding("terms-missing", True, "terms", TERM_WORDS[name], place=name)


def _has_link(title: str) -> bool:
    try:
        refuse_links(title)
    except ValidationError:
        return True
    return False


def _patterns_in(field: Field, text: str) -> Iterator[Finding]:
    """Each kind of refusal once a text, with the first sentence that shows it."""
    sentences = [sentence for part in _SENTENCE.split(text) if _SHOWS_SOMETHING.search(sentence := part.strip())]
    for code, (words, patterns) in _REFUSALS.items():
        for sentence in sentences:
            if any(_holds(pattern, sentence) for pattern in patterns):
                yield Finding(code, True, field, words, _short(sentence))
                break


def _holds(pattern: re.Pattern, sentence: str) -> bool:
    """Whether a match stands in the sentence that no denial right around it takes back."""
    for match in pattern.finditer(sentence):
        before, after = sentence[max(0, match.start() - 60) : match.start()], sentence[match.end() : match.end() + 40]
        if not any(before_of.search(before) or after_of.search(after) for before_of, after_of in _DENIALS):
            return True
    return False


def _advised(draft: Draft) -> Iterator[Finding]:
    if not draft.states_pay:
        yield Finding(
            "pay-missing",
            False,
            "pay",
            _("Say what the work pays. Listings with pay are found by people who filter by it."),
        )
    if not draft.states_eligibility:
        yield Finding(
            "eligibility-missing", False, "eligibility",
            _("Say from which countries one may take the work. What is not said is shown as “Employer has not said”."),
        )  # fmt: skip
    if 0 < len(draft.description.strip()) < SHORT:
        yield Finding(
            "short", False, "description",
            _("The description is very short. Say what a normal day is, what you ask for and what happens after applying."),
        )  # fmt: skip


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 160 else f"{sentence[:157].rstrip()}…"
