"""How a mail is put: its text in lines that fit, its subject short."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core.mail import LINE, SUBJECT, send_mail_event, wrapped

ADDRESS = "https://lintas.example/id/" + "a" * 100 + "/"


def test_wrapped_text_fits_and_breaks_no_address():
    text = wrapped("word " * 60 + f"\n\n\n\nGo:\n{ADDRESS}\n")
    lines = text.splitlines()
    assert [line for line in lines if len(line) > LINE] == [ADDRESS]
    assert " ".join(text.split()) == " ".join(["word"] * 60 + ["Go:", ADDRESS])
    assert "\n\n\n" not in text


@pytest.mark.django_db
def test_subject_is_one_short_line():
    employer = {"name": "Kata " * 40}
    send_mail_event(
        "employers/employer_decided", to="a@b.test", language="en", context={"employer": employer, "headline": "So."}
    )
    subject = ProcrastinateJob.objects.get(task_name="careers.core.mail.deliver").args["subject"]
    assert subject.startswith("Kata Kata")
    assert len(subject) <= SUBJECT
