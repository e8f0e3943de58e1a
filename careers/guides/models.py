"""Guides into the professions: what the work is, who can cross over to it, where to learn it."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careers.core.bilingual import Bilingual, Seeded
from careers.taxonomy.models import Background, JobCategory, Skill


class Guide(Seeded):
    """The guide of one profession, in Markdown and in two languages."""

    category = models.OneToOneField(JobCategory, models.CASCADE, related_name="guide", verbose_name=_("profession"))
    work_en = models.TextField(_("what the work is, in English"), blank=True)
    work_id = models.TextField(_("what the work is, in Indonesian"), blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+", verbose_name=_("skills that start it"))

    work = Bilingual("work")

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return str(self.category)


class GuideStep(Seeded):
    """One of the four steps into a profession, in order."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps", verbose_name=_("guide"))
    position = models.PositiveSmallIntegerField(_("position"))
    title_en = models.CharField(_("title in English"), max_length=120)
    title_id = models.CharField(_("title in Indonesian"), max_length=120)
    text_en = models.TextField(_("text in English"))
    text_id = models.TextField(_("text in Indonesian"))

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("guide", "position")
        constraints = [models.UniqueConstraint(name="step_position_once", fields=["guide", "position"])]

    def __str__(self) -> str:
        return self.title


class GuideQuestion(Seeded):
    """A question that people ask about a profession, and its answer."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions", verbose_name=_("guide"))
    position = models.PositiveSmallIntegerField(_("position"))
    question_en = models.CharField(_("question in English"), max_length=200)
    question_id = models.CharField(_("question in Indonesian"), max_length=200)
    answer_en = models.TextField(_("answer in English"))
    answer_id = models.TextField(_("answer in Indonesian"))

    question = Bilingual("question")
    answer = Bilingual("answer")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("guide", "position")
        constraints = [models.UniqueConstraint(name="guide_question_position_once", fields=["guide", "position"])]

    def __str__(self) -> str:
        return self.question


class Bridge(Seeded):
    """From a background into a profession: what carries over, and what is missing."""

    background = models.ForeignKey(Background, models.CASCADE, related_name="bridges", verbose_name=_("background"))
    category = models.ForeignKey(JobCategory, models.CASCADE, related_name="bridges", verbose_name=_("profession"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    carries_en = models.TextField(_("what carries over, in English"))
    carries_id = models.TextField(_("what carries over, in Indonesian"))
    missing_en = models.TextField(_("what is missing, in English"))
    missing_id = models.TextField(_("what is missing, in Indonesian"))

    carries = Bilingual("carries")
    missing = Bilingual("missing")

    class Meta:
        verbose_name = _("bridge")
        verbose_name_plural = _("bridges")
        ordering = ("category", "position")
        constraints = [models.UniqueConstraint(name="bridge_once", fields=["background", "category"])]

    def __str__(self) -> str:
        return f"{self.background} → {self.category}"


class Course(Seeded):
    """A course or reading elsewhere; unchecked until a curator has opened its address."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("Beginner")
        INTERMEDIATE = "intermediate", _("Intermediate")
        ADVANCED = "advanced", _("Advanced")

    class Cost(models.TextChoices):
        FREE = "free", _("Free")
        FREE_AUDIT = "free-audit", _("Free to audit")
        PAID = "paid", pgettext_lazy("cost of a course", "Paid")
        SUBSCRIPTION = "subscription", _("Subscription")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    provider = models.CharField(_("provider"), max_length=120)
    url = models.URLField(_("web address"), max_length=400, validators=[URLValidator(["https"])])
    kind = models.CharField(_("kind"), max_length=20)
    level = models.CharField(_("level"), max_length=15, choices=Level, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    cost = models.CharField(_("cost"), max_length=15, choices=Cost, blank=True)
    categories = models.ManyToManyField(JobCategory, blank=True, related_name="courses", verbose_name=_("professions"))
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Community(Seeded):
    """A place where people of a profession meet: Kaggle, GitHub, groups."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("web address"), max_length=400, validators=[URLValidator(["https"])])
    about_en = models.CharField(_("about it, in English"), max_length=300, blank=True)
    about_id = models.CharField(_("about it, in Indonesian"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    categories = models.ManyToManyField(
        JobCategory, blank=True, related_name="communities", verbose_name=_("professions")
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    about = Bilingual("about")

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
