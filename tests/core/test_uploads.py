import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.core.uploads import MAX_BYTES, Document, check_document
from tests.core.documents import CONTENT_TYPES, TEMPLATE_LINK, docx, pdf


def sent(data: bytes, name: str = "cv.exe") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def refusal(data: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        check_document(sent(data))
    assert refused.value.messages[0].endswith(".")
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf(), "pdf"), (docx(), "docx"), (b"Dewi, journalist", "txt"), ("\ufeffDéwi".encode("utf-16-le"), "txt"),
     ("\ufeffDéwi\r\n".encode(), "txt"), (b"\r\n" + pdf(), "pdf")],
)  # fmt: skip
def test_document_is_known_by_its_content(data, kind):
    file = sent(data)
    assert check_document(file) == Document(kind, len(data))
    assert file.read() == data


def test_document_with_an_ordinary_link_to_its_template_is_taken():
    own = TEMPLATE_LINK.format("file:///C:/Users/dewi/Normal.dotm")
    assert check_document(sent(docx({"word/_rels/settings.xml.rels": own}))).kind == "docx"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"x" * (MAX_BYTES + 1), "size"),
        (b"MZ\x90\0\x03\0", "kind"),
        (b"\x89PNG\r\n\x1a\n", "kind"),
        (b"{\\rtf1 Dewi}", "kind"),
        (b"Dewi\0", "kind"),
        (b"D\xe9wi", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind"),
        (docx(without="word/document.xml"), "kind"),
        (docx(without="[Content_Types].xml"), "kind"),
        (docx()[:-30], "broken"),
        (b"PK\x03\x04 nothing", "broken"),
        (docx({"word/vbaProject.bin": b"x"}), "active"),
        (docx({"[Content_Types].xml": CONTENT_TYPES.replace("document.main", "document.macroEnabled.main")}), "active"),
        (docx({"word/_rels/settings.xml.rels": TEMPLATE_LINK.format("https://evil.example/t.dotm")}), "active"),
        (docx({"word/media/bomb.bin": b"\0" * 30_000_000}), "heavy"),
        (docx({f"word/{number}.xml": b"" for number in range(2001)}), "heavy"),
        (b"%PDF-1.7 nothing", "broken"),
        (pdf()[:200], "broken"),
        (pdf(password="rahasia"), "encrypted"),
        (pdf(script="app.alert(1)"), "active"),
        (pdf(launch="cmd.exe"), "active"),
    ],
    ids=range(23),
)
def test_document_that_cannot_be_taken_is_refused_in_words(data, code):
    assert refusal(data) == code


def test_pdf_that_would_eat_memory_is_refused():
    counted = pdf().replace(b"/Count 1", b"/Count -1")
    assert refusal(counted) == "broken"
    deep = b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
    started = time.monotonic()
    assert refusal(deep) in ("heavy", "broken")
    assert time.monotonic() - started < 15


@settings(max_examples=8, deadline=None)
@given(st.binary(min_size=1, max_size=400), st.integers(0, 600))
def test_pdf_that_somebody_bent_is_refused_or_read(junk, place):
    data = pdf()
    bent = data[:place] + junk + data[place + len(junk) :]
    try:
        check_document(sent(bent))
    except ValidationError as refused:
        assert refused.messages[0]


@given(st.binary(min_size=1, max_size=60), st.integers(4, 700))
def test_docx_that_somebody_bent_is_refused_or_read(junk, place):
    data = docx()
    bent = data[:place] + junk + data[place + len(junk) :]
    try:
        check_document(sent(bent))
    except ValidationError as refused:
        assert refused.messages[0]
