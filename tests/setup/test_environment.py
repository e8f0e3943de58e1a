"""What the environment may say, and what is refused."""

import pytest

from jobboard import environment
from jobboard.environment import WrongEnvironment


def test_flag_reads_yes_and_no(monkeypatch):
    assert environment.flag("LINTAS_TRIAL", default=True) is True
    for word, meant in (("1", True), ("yes", True), ("0", False), ("", False), ("off", False)):
        monkeypatch.setenv("LINTAS_TRIAL", word)
        assert environment.flag("LINTAS_TRIAL") is meant
    monkeypatch.setenv("LINTAS_TRIAL", "perhaps")
    with pytest.raises(WrongEnvironment, match="LINTAS_TRIAL must be 1 or 0"):
        environment.flag("LINTAS_TRIAL")


def test_number_refuses_what_is_none(monkeypatch):
    assert environment.number("LINTAS_TRIAL", 7) == 7
    monkeypatch.setenv("LINTAS_TRIAL", "12")
    assert environment.number("LINTAS_TRIAL", 7) == 12
    for word in ("-1", "1.5", "many", "²"):
        monkeypatch.setenv("LINTAS_TRIAL", word)
        with pytest.raises(WrongEnvironment):
            environment.number("LINTAS_TRIAL", 7)


def test_kind_is_production_unless_said(monkeypatch):
    monkeypatch.delenv("ENVIRONMENT")
    assert environment.kind() == "production"


def test_secret_key_is_drawn_once_in_development_and_asked_for_in_production(monkeypatch, tmp_path):
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    drawn = environment.secret_key()
    assert len(drawn) > 50
    assert environment.secret_key() == drawn
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("secret_key", 0o600)]
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(WrongEnvironment, match="SECRET_KEY"):
        environment.secret_key()


def test_mail_server_reads_its_address(monkeypatch):
    monkeypatch.setenv("MAIL_URL", "smtp://board:a%20word@mail.example")
    assert environment.mail_server() == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "board",
        "EMAIL_HOST_PASSWORD": "a word",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }
    monkeypatch.setenv("MAIL_URL", "mail.example")
    with pytest.raises(WrongEnvironment, match="MAIL_URL must look like"):
        environment.mail_server()
