"""Documents that people send: judged by what is in them, never by their name."""

import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files import File
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from careers.core.encoding import NotText, decode_text

MAX_BYTES = 5 * 1024 * 1024
MAX_REQUEST_BYTES = 20 * 1024 * 1024  # past this a form is refused whole, without a word beside the field
PDF_SECONDS = 15
DOCX_ENTRIES = 2_000
DOCX_UNPACKED_BYTES = 100 * 1024 * 1024
DOCX_RATIO = 200
CONTENT_TYPES = "[Content_Types].xml"
SETTINGS_LINKS = "word/_rels/settings.xml.rels"
# Word fetches such a template when the document opens; one on the author's own disk is an ordinary thing.
_TEMPLATE_ELSEWHERE = re.compile(
    rb"<relationship\b(?=[^>]*attachedtemplate)[^>]*\btarget\s*=\s*[\"'](?:https?:|\\\\|//|ftp:)", re.IGNORECASE
)

_NO_KIND = _("This file is no PDF, DOCX or TXT document. Save your document as one of these and send that.")
_PDF_REFUSALS = {
    "encrypted": _("This PDF is locked with a password. Save a copy without one and send that."),
    "active": _("This PDF holds a script or starts a program. Print it to a new PDF and send that."),
    "broken": _("This PDF is damaged and can't be opened. Save it again and send that."),
    "heavy": _("This PDF is too complicated to be checked. Print it to a new PDF and send that."),
}


@dataclass(frozen=True)
class Document:
    """What a file turned out to be: `kind` is "pdf", "docx" or "txt", `size` is in bytes."""

    kind: str
    size: int


class WholeRequest(FileUploadHandler):
    """Refuses a form that is far too large before any of it is written to the disk: the 413 page."""

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        """Raise RequestDataTooBig by the length that was announced; no more than that is ever read."""
        if content_length > MAX_REQUEST_BYTES:
            raise RequestDataTooBig("the form with its files is larger than any form of ours")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        """Leave it to the next handler, as every part of it."""


def check_document(file: File) -> Document:
    """Find out what a file is by its content, and leave it rewound.

    Raises a ValidationError, in words for the person who sent it, when it is empty, over 5 MB, of another kind,
    locked, damaged, or does something by itself (scripts, macros, programs).
    """
    size = file.size
    if not size:
        raise _refused(_("This file is empty."), "empty")
    if size > MAX_BYTES:
        raise _refused(_("This file is larger than 5 MB. Save a smaller one and send that."), "size")
    file.seek(0)
    data = file.read()
    file.seek(0)
    return Document(kind=_kind_of(data), size=len(data))


def _kind_of(data: bytes) -> str:
    if data.lstrip(b"\xef\xbb\xbf\0\t\r\n\f ").startswith(b"%PDF-"):
        _check_pdf(data)
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        _check_docx(data)
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # One container holds both: old .doc files, and .docx files with a password.
        raise _refused(_("This is an old or locked Word document. Save it as DOCX or PDF, without a password."), "kind")
    _check_txt(data)
    return "txt"


def _check_pdf(data: bytes) -> None:
    # A process of its own: what a bent file does to its reader ends with it. -I: nothing of our environment counts.
    command = [sys.executable, "-I", str(Path(__file__).with_name("pdf_probe.py"))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PDF_SECONDS, env={}, check=False)
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        answer = {"refused": "heavy"}
    if "refused" in answer:
        raise _refused(_PDF_REFUSALS[answer["refused"]], answer["refused"])


def _check_docx(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package, len(data))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise _refused(_("This DOCX is damaged and can't be opened. Save it again and send that."), "broken") from error


def _check_package(package: zipfile.ZipFile, size: int) -> None:
    entries = {entry.filename: entry for entry in package.infolist()}
    unpacked = sum(entry.file_size for entry in package.infolist())
    too_many = len(package.infolist()) > DOCX_ENTRIES
    if too_many or unpacked > DOCX_UNPACKED_BYTES or unpacked > DOCX_RATIO * max(size, 4096):
        raise _refused(_("This DOCX unpacks to far more than a document. Save it again without pictures."), "heavy")
    if CONTENT_TYPES not in entries or "word/document.xml" not in entries:
        raise _refused(_NO_KIND, "kind")
    # zipfile gives no more of an entry than its header states, and that is bounded above.
    types = package.read(CONTENT_TYPES)
    names = " ".join(entries).lower()
    links = package.read(SETTINGS_LINKS) if SETTINGS_LINKS in entries else b""
    if b"macroenabled" in types.lower() or "vbaproject" in names or "activex" in names:
        raise _refused(_("This document holds macros. Save it as DOCX without them, or as PDF."), "active")
    if _TEMPLATE_ELSEWHERE.search(links):
        raise _refused(_("This document loads a template from elsewhere. Save it as PDF and send that."), "active")


def _check_txt(data: bytes) -> None:
    try:
        text = decode_text(data)
    except NotText as error:
        looks_like_text = not any(byte < 9 for byte in data[:4096])
        raise _refused(error.message if looks_like_text else _NO_KIND, "kind") from error
    if text.startswith("{\\rtf") or any(
        unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f" for letter in text
    ):
        raise _refused(_NO_KIND, "kind")
    if not text.strip():
        raise _refused(_("This file is empty."), "empty")


def _refused(message, code: str) -> ValidationError:
    return ValidationError(message, code=code)
