"""People: the account, what a seeker says of themselves, and what they agreed to."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.personal import Personal
from careers.taxonomy.models import Background, Country, Currency, Skill


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in clock.zone_names():
        raise ValidationError(_("“%(name)s” is not a time zone. Choose one from the list."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    """Makes accounts; mail addresses are kept in lower case, so that one person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """An account that may sign in once its address is verified."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The operator's account."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        """By mail address, in whatever case it was typed."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a mail address, a name, a language. What a person does on the board hangs on other rows."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="id")
    zone = models.CharField(_("time zone"), max_length=40, blank=True, validators=[validate_zone])
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("curator"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=clock.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, else what stands before the @; a deleted account says that it is one."""
        if self.deleted_at:
            return str(_("Deleted account"))
        return self.name or self.email.partition("@")[0]

    def anonymise(self) -> None:
        """Empty the account for good: nobody can sign in, and no mail reaches anybody. The caller erases what hangs on it."""
        self.email, self.name, self.zone = f"deleted-{self.pk}-{uuid.uuid4().hex}@deleted.invalid", "", ""
        self.is_active = self.is_staff = self.is_superuser = False
        self.deleted_at = clock.now()
        self.set_unusable_password()
        self.save()

    def get_full_name(self) -> str:
        """For the libraries that ask for it."""
        return self.display_name

    def get_short_name(self) -> str:
        """For the libraries that ask for it."""
        return self.display_name


class SeekerProfile(models.Model):
    """What a seeker says of themselves; everything may be left out."""

    class Visibility(models.TextChoices):
        APPLIED = "applied", _("Only employers I apply to")
        VERIFIED = "verified", _("Verified employers too")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    about = models.TextField(_("about you"), max_length=2000, blank=True)
    background = models.ForeignKey(
        Background, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("background")
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="+", verbose_name=_("skills"))
    country = models.ForeignKey(
        Country, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    zone = models.CharField(_("time zone"), max_length=40, blank=True, validators=[validate_zone])
    work_languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("work languages"), default=list, blank=True
    )
    hours_min = models.PositiveSmallIntegerField(
        _("hours a week, at least"), null=True, blank=True, validators=[MaxValueValidator(168)]
    )
    hours_max = models.PositiveSmallIntegerField(
        _("hours a week, at most"), null=True, blank=True, validators=[MaxValueValidator(168)]
    )
    pay_floor = models.DecimalField(_("pay, at least"), max_digits=14, decimal_places=2, null=True, blank=True)
    pay_floor_currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("currency")
    )
    pay_floor_per = models.CharField(
        _("per"), max_length=5, blank=True, choices=[("hour", _("hour")), ("month", _("month"))]
    )
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.APPLIED)
    updated_at = models.DateTimeField(auto_now=True)

    personal = Personal(
        owner="user",
        retention="erased at once",
        export=(
            "headline", "about", "background", "skills", "country", "zone", "work_languages",
            "hours_min", "hours_max", "pay_floor", "pay_floor_currency", "pay_floor_per", "visibility",
        ),
        erase=lambda rows: rows.delete(),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_hours_in_order",
                condition=models.Q(hours_min__isnull=True)
                | models.Q(hours_max__isnull=True)
                | models.Q(hours_min__lte=models.F("hours_max")),
            ),
            models.CheckConstraint(
                name="profile_floor_whole",
                condition=models.Q(pay_floor__isnull=True)
                | (models.Q(pay_floor__gt=0, pay_floor_currency__isnull=False) & ~models.Q(pay_floor_per="")),
            ),
        ]

    # What employers and the board ask for first; an empty one is no fault.
    PARTS = 6

    def __str__(self) -> str:
        return self.user.display_name

    def missing_parts(self) -> list[str]:
        """What is not said yet of background, skills, country, zone, languages and hours, in words."""
        has_skills = bool(self.pk) and self.skills.exists()
        said = (
            (_("background"), self.background_id), (_("skills"), has_skills), (_("country"), self.country_id),
            (_("time zone"), self.zone), (_("work languages"), self.work_languages),
            (_("hours a week"), self.hours_min is not None or self.hours_max is not None),
        )  # fmt: skip
        return [str(label) for label, is_said in said if not is_said]

    @property
    def filled_count(self) -> int:
        """How many of PARTS are said."""
        return self.PARTS - len(self.missing_parts())


class Consent(models.Model):
    """That a person agreed to one version of a document, and when: append-only."""

    class Document(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Privacy notice")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    document = models.CharField(_("document"), max_length=10, choices=Document)
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    given_at = models.DateTimeField(_("given"), default=clock.now)

    personal = Personal(
        owner="user",
        retention="kept with the anonymised account, as proof that consent was given",
        export=("document", "version", "language", "given_at"),
        erase=lambda rows: None,
    )

    class Meta:
        constraints = [models.UniqueConstraint(name="consent_once", fields=["user", "document", "version"])]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"
