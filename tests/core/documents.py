"""Documents as people send them, made in memory: sound ones, and each fault that we refuse."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
TEMPLATE_LINK = (
    '<Relationships><Relationship Type="http://schemas.example/attachedTemplate" Target="{}" TargetMode="External"/>'
    "</Relationships>"
)


def pdf(*, password: str = "", script: str = "", launch: str = "") -> bytes:
    """A PDF of one page; locked with `password`, running `script` when it opens, or starting the program `launch`."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if launch:
        action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(launch)}
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(DictionaryObject(action))})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx(extra: dict[str, str | bytes] | None = None, *, without: str = "") -> bytes:
    """A DOCX of one line, with further entries, or without one."""
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": "<w:document><w:body><w:p>Dewi (contoh)</w:p></w:body></w:document>",
        **(extra or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            if name != without:
                package.writestr(name, content)
    return made.getvalue()
