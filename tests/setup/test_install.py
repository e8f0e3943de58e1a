"""`jobboard/install.py`, on a Python that lacks something."""

import os
import subprocess
import sys
from pathlib import Path

from jobboard.environment import ROOT


def install(kind: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, ROOT / "jobboard" / "install.py", kind],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_install_names_the_package_of_a_missing_venv_module(tmp_path: Path):
    # As on Debian without python3-venv: the module is simply not there.
    (tmp_path / "ensurepip.py").write_text("raise ImportError('No module named ensurepip')")
    done = install("run", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert f"apt-get install python3.{sys.version_info[1]}-venv" in done.stderr


def test_locked_requirements_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        assert [line for line in lines if line.startswith("-") or "://" in line] == []
        pinned = [line for line in lines if line and line[0].isalnum()]
        assert [line for line in pinned if "==" not in line] == []
        assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)
