"""The law of the floors: kept by our own tree, and caught when it is broken in a planted one."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import complaints_of, keys_that_point_up, read_imports

ROOT = Path(__file__).parent.parent


def test_tree_keeps_the_law_of_the_floors():
    complaints = complaints_of(ROOT)
    assert not complaints, "\n".join(complaints)


def test_tree_is_really_read():
    read = {item.target.split(".")[1] for item in read_imports(ROOT) if item.target.startswith("careers.")}
    assert {"core", "taxonomy", "listings"} <= read


def test_keys_point_down():
    assert keys_that_point_up(apps.get_app_config("careers").get_models(include_auto_created=True)) == []


def plant(root: Path, files: dict[str, str]) -> Path:
    """A small house that keeps the law, with `files` put into it or over it."""
    sound = {
        "jobboard/settings.py": "INSTALLED_APPS = ['careers']\n",
        "careers/__init__.py": "",
        "careers/models.py": "import careers.taxonomy.models\nimport careers.listings.models\n",
        "careers/urls.py": "urlpatterns = [include('careers.listings.urls')]\n",
        "careers/core/clock.py": "def now(): ...\n",
        "careers/taxonomy/models.py": "from careers.core.clock import now\nclass Skill: ...\n",
        "careers/guides/models.py": "from careers.taxonomy.models import Skill\nclass Guide: ...\n",
        "careers/listings/pay.py": "class Pay: ...\n",
        "careers/listings/models.py": "from careers.listings.pay import Pay\nclass Listing: ...\n",
        "careers/listings/views.py": "from careers.listings.models import Listing\ndef listing_list(): ...\n",
        "careers/listings/urls.py": "from careers.listings import views\n",
        "templates/listings/listing_list.html": "<p></p>\n",
    }
    sound["careers/models.py"] += "import careers.guides.models\n"
    for name, text in {**sound, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_sound_tree_has_no_complaint(tmp_path):
    assert complaints_of(plant(tmp_path, {})) == []


LISTING = "from careers.listings.models import Listing\n"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("taxonomy/lookup.py", LISTING, ":1: careers.listings.models does not stand on a lower floor"),
        (
            "accounts/consent.py",
            "import careers.guides.models",
            ":1: careers.guides.models does not stand on a lower floor",
        ),
        ("core/limits.py", "import jobboard.settings", ":1: jobboard.settings does not stand on a lower floor"),
        (
            "guides/feeds.py",
            "import_string('careers.listings.views')",
            ":1: careers.listings.views does not stand on a lower floor",
        ),
        ("listings/lint.py", LISTING, ":1: careers.listings.models does not come lower inside the package"),
        (
            "listings/forms.py",
            "from careers.listings import views",
            ":1: careers.listings.views does not come lower inside the package",
        ),
        (
            "listings/forms.py",
            "from careers.models import Listing",
            ":1: careers.models is an index, nobody imports from it",
        ),
        ("listings/forms.py", f"def late():\n    {LISTING}", ":2: import inside the function late"),
        ("listings/forms.py", "from .models import Listing", ":1: the import is relative"),
        (
            "listings/forms.py",
            "from careers.listings.models import Pay",
            ":1: Pay is defined in careers.listings.pay, not in careers.listings.models",
        ),
        (
            "listings/forms.py",
            "from careers.listings.models import *",
            ":1: everything is imported from careers.listings.models",
        ),
        ("listings/forms.py", "from careers.listings.wage import Wage", ":1: there is no module careers.listings.wage"),
        ("core/utils.py", "", ": has no noun, so it has no home"),
        ("shortcuts.py", "", ": is no index"),
        ("core/long.py", "\n" * 151, ": 151 lines, 150 allowed"),
        ("listings/forms.py", "\n" * 401, ": 401 lines, 400 allowed"),
        ("../templates/home.html", "\n" * 121, ": 121 lines, 120 allowed"),
        ("../jobboard/settings.py", "MAX_LISTINGS = 3\n", ": speaks of the trade: listing"),
        ("core/cards.py", "class EmployerCard: ...\n", ": speaks of the trade: employer"),
    ],
)
def test_planted_fault_is_caught(tmp_path, name, text, complaint):
    name = str(Path("careers", name)).replace("careers/../", "")
    assert complaints_of(plant(tmp_path, {name: text})) == [name + complaint]


def test_planted_packages_and_folders_are_caught(tmp_path):
    files = {"careers/matchmaking/score.py": "", "careers/listings/parts/one.py": "", "careers/listings/admin.py": ""}
    assert complaints_of(plant(tmp_path, files)) == [
        "careers/admin.py: does not name careers.listings.admin",
        "careers/listings/parts: only models and views may become a folder",
        "careers/matchmaking: stands on no floor",
    ]


def test_planted_circle_and_seventh_noun_are_caught(tmp_path):
    nouns = {f"careers/listings/noun{number}.py": "" for number in range(6)}
    circle = {
        "careers/core/a.py": "from careers.core.b import B\nclass A: ...\n",
        "careers/core/b.py": "from careers.core.a import A\nclass B: ...\n",
    }
    assert complaints_of(plant(tmp_path, {**nouns, **circle})) == [
        "careers.core.a imports itself in a circle",
        "careers.core.b imports itself in a circle",
        "careers/listings: 7 nouns of its own, 6 allowed: noun0, noun1, noun2, noun3, noun4, noun5, pay",
    ]


def test_type_hints_inside_a_package_may_look_up(tmp_path):
    hint = "if TYPE_CHECKING:\n    from careers.listings.models import Listing\n"
    assert complaints_of(plant(tmp_path, {"careers/listings/emails.py": hint})) == []
    assert complaints_of(plant(tmp_path, {"careers/taxonomy/merge.py": hint})) == [
        "careers/taxonomy/merge.py:2: careers.listings.models does not stand on a lower floor"
    ]


@isolate_apps("careers")
def test_planted_key_is_caught():
    class Base(models.Model):
        class Meta:
            abstract = True

        def __str__(self):
            return type(self).__name__

    class Upper(Base):
        __module__ = "careers.listings.models"

    class Neighbour(Base):
        __module__ = "careers.guides.models"

    class Lower(Base):
        __module__ = "careers.accounts.models"
        upper = models.ForeignKey(Upper, models.CASCADE)
        neighbours = models.ManyToManyField(Neighbour)
        itself = models.ForeignKey("self", models.CASCADE)

    class Sound(Base):
        __module__ = "careers.applications.models"
        listing = models.ForeignKey(Upper, models.CASCADE)

    complaints = ["Lower.neighbours points up to Neighbour", "Lower.upper points up to Upper"]
    through = Lower.neighbours.through
    assert keys_that_point_up([Upper, Neighbour, Lower, Sound]) == complaints
    assert keys_that_point_up([through]) == [f"{through.__name__}.neighbour points up to Neighbour"]
