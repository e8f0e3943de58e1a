"""What is refused, what is advised, and what must never raise an alarm; in both languages."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.core.markdown import clean_source
from careers.listings.lint import Draft, lint, refusals
from tests.settings import ROOT

GOOD = "You rate answers of a model and say why. " * 12


def codes(text: str = GOOD, **fields) -> list[str]:
    fields = {"title": "AI model trainer", "states_pay": True, "states_eligibility": True} | fields
    return [finding.code for finding in lint(Draft(description=text, **fields))]


REFUSED = [
    ("money", "You pay a refundable deposit of USD 50 before you start."),
    ("money", "A registration fee of Rp 100.000 applies."),
    ("money", "Send a small training fee to our treasurer."),
    ("money", "Please share your OTP so that we can verify the payout."),
    ("money", "Biaya pendaftaran Rp 150.000 dibayar di muka."),
    ("money", "Peserta wajib membayar uang jaminan sebelum mulai."),
    ("money", "Anda diminta transfer deposit Rp 200.000."),
    ("money", "Kirimkan PIN rekening Anda."),
    ("presence", "Hybrid work, three days a week in the office."),
    ("presence", "You must be willing to relocate to Singapore."),
    ("presence", "This is an on-site role in Jakarta."),
    ("presence", "Bersedia ditempatkan di Bandung."),
    ("presence", "Sistem kerja hybrid, WFO dua hari seminggu."),
    ("presence", "Kandidat berdomisili di Jabodetabek."),
    ("age", "Usia maksimal 30 tahun."),
    ("age", "Berusia 20-35 tahun dan bersemangat."),
    ("age", "Pria/wanita, umur 18 s/d 27 tahun."),
    ("age", "Maximum age: 35."),
    ("age", "Candidates must be under 30."),
    ("age", "We look for people aged 21 to 30."),
    ("looks", "Berpenampilan menarik dan ramah."),
    ("looks", "Good looking and energetic."),
    ("looks", "Kirim foto seluruh badan."),
    ("height", "Tinggi badan minimal 165 cm."),
    ("height", "Minimum height of 170 cm."),
    ("marriage", "Belum menikah dan bersedia lembur."),
    ("marriage", "Applicants must be single."),
    ("marriage", "Tell us your marital status."),
    ("gender", "Female only."),
    ("gender", "Diutamakan pria."),
    ("gender", "Khusus wanita, kerja dari rumah."),
    ("origin", "Khusus beragama tertentu."),
    ("origin", "Berkulit putih bersih."),
    ("origin", "Chinese applicants preferred."),
]

FINE = [
    "No deposit is asked, ever.",
    "We never ask for a registration fee.",
    "You pay no fee, no deposit of any kind.",
    "A deposit is not required.",
    "Tidak ada biaya pendaftaran.",
    "Lowongan ini tanpa biaya administrasi dan tanpa deposit awal.",
    "Biaya pelatihan tidak dipungut.",
    "Waspada penipuan: kami tidak pernah meminta PIN rekening.",
    "You label receipts that show a deposit or a registration fee.",
    "We deposit your pay every Friday.",
    "There is no office: nobody has to come to our office.",
    "You never need to relocate.",
    "Anda tidak perlu datang ke kantor setiap minggu.",
    "Bisa dari mana saja, tanpa WFO.",
    "You will improve our on-site search and hybrid retrieval.",
    "You fine-tune hybrid models of language and vision.",
    "Minimal 3 tahun pengalaman menulis.",
    "At least 5 years of experience; age does not matter.",
    "Usia tidak dibatasi.",
    "Semua usia dipersilakan, dari mana pun asalnya.",
    "We welcome women and men of any age.",
    "Status pernikahan tidak ditanyakan.",
    "You review answers for bias about ethnicity, religion and skin tones.",
    "Anda menilai apakah jawaban model menyebut suku atau agama seseorang.",
    "You build good-looking charts.",
    "Under 30 hours a week.",
    "Must be under 30 minutes a task.",
    "Single sign-on is set up for you; you work with single-page applications.",
    "Kami menerima pria dan wanita.",
    "Jenis kelamin: pria/wanita.",
    "The model must be married to a retrieval step.",
    "Weight decay and height of the loss curve are explained.",
    "Ages of documents range from 10 to 50 years.",
]


@pytest.mark.parametrize(("code", "sentence"), REFUSED)
def test_lint_refuses(code, sentence):
    assert codes(f"{GOOD}\n\n{sentence}\n\n{GOOD}") == [code]


@pytest.mark.parametrize("sentence", FINE)
def test_lint_raises_no_false_alarm(sentence):
    assert codes(f"{GOOD}\n\n{sentence}\n\n{GOOD}") == []


@pytest.mark.parametrize(
    "title",
    ["Editor at kalam.com/work", "Editor www.kalam.example", "https://kalam.example", "Tulis ke kami@kalam.example"],
)
def test_lint_refuses_an_address_in_the_title(title):
    assert codes(title=title) == ["title-address"]


@pytest.mark.parametrize(
    "title",
    ["Data engineer, Node.js", "C++ and C# reviewer", "ASP.NET analyst", "Editor (id/en)", "Support for Booking.com"],
)
def test_lint_lets_names_of_tools_stand_in_a_title(title):
    assert codes(title=title) == []


@pytest.mark.parametrize("text", [f"{GOOD}\u202eolleh", f"{GOOD}\u200bhello there", f"{GOOD} caf\u0065\u0301 stays"])
def test_lint_refuses_text_that_was_never_cleaned(text):
    assert codes(text) == ["unclean"]


def test_lint_reads_title_and_questions_too():
    found = lint(Draft("Female only", GOOD, ("What is your marital status?",), True, True))
    assert [(finding.code, finding.field) for finding in found] == [("gender", "title"), ("marriage", "questions")]


def test_lint_shows_the_words_it_found():
    (found,) = refusals(Draft("Editor", f"Hello.\n- Usia maksimal 30 tahun\n- {GOOD}"))
    assert found.excerpt == "- Usia maksimal 30 tahun"


def test_lint_advises_what_is_missing_after_what_is_refused():
    found = lint(Draft("Editor", "Female only."))
    assert [(finding.code, finding.refused) for finding in found] == [
        ("gender", True), ("pay-missing", False), ("eligibility-missing", False), ("short", False),
    ]  # fmt: skip


WHOLE = {
    "pay_period": "task", "engagement": "contractor", "hours_min": 5, "hours_max": None, "hours_guaranteed": False,
    "onboarding_hours": 2, "onboarding_paid": False, "test_hours": 0, "test_paid": None, "task_cap_minutes": 30,
    "payout_cadence": "weekly", "payout_method": "Bank", "sensitive_content": "none", "appeal_contact": "a@b.example",
}  # fmt: skip


def owed(**fields) -> list[str]:
    draft = Draft("Editor", GOOD, states_pay=True, states_eligibility=True, terms=WHOLE | fields)
    found = lint(draft)
    assert {(finding.code, finding.refused, finding.field) for finding in found} <= {("terms-missing", True, "terms")}
    return [finding.place for finding in found]


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in ("pay_period", "hours_max", "test_paid")])
def test_lint_refuses_work_by_the_task_without_one_of_its_terms(name):
    asked = "test_paid" if name == "test_hours" else name
    assert owed(**{name: "" if isinstance(WHOLE[name], str) else None}) == [asked]


@pytest.mark.parametrize("period", ["day", "week", "month", "year", ""])
def test_lint_asks_for_terms_of_hourly_and_per_task_work_only(period):
    assert owed(**(dict.fromkeys(WHOLE) | {"pay_period": period})) == []
    assert len(owed(**(dict.fromkeys(WHOLE) | {"pay_period": "hour"}))) == 9


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, []),
        ({"pay_period": "hour", "task_cap_minutes": None}, []),
        ({"hours_min": None, "hours_max": 20}, []),
        ({"onboarding_paid": True, "onboarding_hours": None}, []),
        ({"onboarding_hours": None}, ["onboarding_hours"]),
        ({"onboarding_hours": 0, "onboarding_paid": None}, []),
        ({"test_hours": None, "test_paid": False}, ["test_hours"]),
        ({"test_hours": 3, "test_paid": None}, ["test_paid"]),
    ],
)
def test_lint_asks_for_no_more_than_the_terms_need(fields, asked):
    assert owed(**fields) == asked


def test_lint_refuses_a_listing_without_description():
    assert codes("  ") == ["description-missing"]


def test_lint_finds_nothing_in_the_guides():
    for path in (Path(ROOT) / "seeds" / "guides").glob("*.json"):
        assert refusals(Draft("Guide", clean_source(re.sub(r"\\.", " ", path.read_text()))[:15_000])) == [], path.name


@given(st.text(max_size=400), st.text(max_size=100))
def test_lint_is_total_and_deterministic(text, title):
    draft = Draft(title, text)
    assert lint(draft) == lint(draft)
