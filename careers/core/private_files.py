"""Files that only some may see: kept under random names outside every public address, given out as downloads."""

import re
import secrets
import unicodedata
from os import PathLike
from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse
from django.utils.deconstruct import deconstructible

from careers.core.text import clean_line

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
LONGEST_STEM = 80
# What Windows takes for a device, whatever the ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%;]+')


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Under MEDIA_ROOT, which nothing serves: a folder as the model says, a name that nobody can guess."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        """The folder of `filename` and a random name; what the file was called is a column of its row."""
        name = secrets.token_hex(16)
        return super().generate_filename(str(PurePosixPath(filename).parent / name[:2] / name))

    def url(self, name: str | None) -> str:
        """Never: a private file is given out by a view that knows who may see it."""
        raise ValueError("private files have no address")


def private_storage() -> PrivateStorage:
    """The storage for `FileField(storage=private_storage)`; a callable, so migrations keep no folder."""
    return PrivateStorage()


def download_name(original: str, kind: str) -> str:
    """A safe name to download a file of `kind` under: the person's own words, no path, the ending that is true."""
    name = clean_line(original[-400:]).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem = name
    stem = " ".join(_NOT_IN_NAMES.sub(" ", stem).split()).strip(". ")[:LONGEST_STEM].strip(". ")
    if not stem or _DEVICES.match(stem):
        stem = "document"
    return f"{stem}.{kind}"


def send_private_file(file: File, name: str) -> FileResponse:
    """The file as a download called `name` (see `download_name`), kept by no cache and run by no browser."""
    kind = name.rpartition(".")[2]
    response = FileResponse(file.open("rb"), content_type=CONTENT_TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = _attachment(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _attachment(name: str) -> str:
    """RFC 6266: a plain ASCII name for all, the true one in UTF-8 for those who read it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, _dot, ending = plain.rpartition(".")
    plain = f"{stem.strip() or 'document'}.{ending}"
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
