import re
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from careers.core.private_files import download_name, private_storage, send_private_file


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return private_storage()


def test_private_file_is_kept_under_a_name_nobody_can_guess(storage, tmp_path):
    names = {storage.save(storage.generate_filename("cv/Dewi CV.pdf"), ContentFile(b"x")) for _time in range(2)}
    assert len(names) == 2
    for name in names:
        assert re.fullmatch(r"cv/[0-9a-f]{2}/[0-9a-f]{32}", name)
        path = Path(tmp_path, name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "cv/../../x.pdf"])
def test_private_file_stays_in_its_folder(storage, tmp_path, name):
    kept = storage.generate_filename(name.rpartition("/")[2])
    assert Path(tmp_path, kept).resolve().is_relative_to(tmp_path.resolve())


def test_private_file_has_no_address(storage):
    with pytest.raises(ValueError, match="no address"):
        storage.url("cv/x")


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("Dewi CV.docx", "Dewi CV.pdf"),
        ("résumé.final.PDF", "résumé.final.pdf"),
        ("C:\\Users\\dewi\\cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("cv\u202efdp.exe", "cvfdp.pdf"),
        ("  .bashrc", "bashrc.pdf"),
        ("con.txt", "document.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ('a";b|c?.pdf', "a b c.pdf"),
        ("", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("Dr. Kartini S.Pd., M.Hum", "Dr. Kartini S.Pd., M.pdf"),
    ],
)
def test_download_name_is_safe_and_readable(original, name):
    assert download_name(original, "pdf") == name


@given(st.text())
def test_download_name_fits_a_header_and_a_disk(original):
    name = download_name(original, "txt")
    assert name.endswith(".txt") and len(name) <= 84
    assert not re.search(r'[\\/:*?"<>|%;\x00-\x1f\x7f]', name)
    response = send_private_file(SimpleUploadedFile("x", b"x"), name)
    assert response["Content-Disposition"].startswith('attachment; filename="')


def test_private_file_is_sent_as_a_download_that_nothing_keeps():
    response = send_private_file(SimpleUploadedFile("x", b"hello"), "résumé.txt")
    assert b"".join(response.streaming_content) == b"hello"
    assert dict(response.items()) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": "5",
        "Content-Disposition": "attachment; filename=\"resume.txt\"; filename*=UTF-8''r%C3%A9sum%C3%A9.txt",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
