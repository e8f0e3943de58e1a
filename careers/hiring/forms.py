"""What a member types: a listing in four steps, its extension, and decisions about an application.

Each step's form is filled by `of(listing)` and gives `parts()`, which `posting.keep` writes; nothing is written here.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from careers.accounts.forms import zone_choices
from careers.accounts.languages import work_language_choices
from careers.applications.lifecycle import RefusalReason
from careers.core import clock
from careers.core.fields import CleanCharField, CleanTextField, MarkdownField
from careers.hiring.pickers import (
    AmountField,
    CurrencyField,
    HoursField,
    ManyField,
    NamesField,
    SaidField,
    SeveralField,
    YesNoField,
    country_names,
    offset_choices,
    skill_names,
)
from careers.hiring.posting import StepForm
from careers.listings.lifecycle import (
    LEAST_CAPACITY,
    LONGEST_OPEN,
    MOST_CAPACITY,
    PROMISES,
    USUAL_CAPACITY,
    USUAL_PROMISE,
    ListingState,
)
from careers.listings.lint import TERM_WORDS, owed_terms
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.taxonomy.models import Background, Currency, JobCategory, Region

TERMS = ("onboarding_hours", "onboarding_paid", "test_hours", "test_paid", "task_cap_minutes", "payout_cadence",
         "payout_method", "sensitive_content", "sensitive_note", "appeal_contact")  # fmt: skip


class WorkForm(StepForm):
    """Step 1: the work itself."""

    title = CleanCharField(
        label=_("Title"), max_length=120, min_length=4, links=False,
        help_text=_("What the person will be, in plain words: “Model trainer for Indonesian”. No address, no salary."),
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("Profession"), queryset=JobCategory.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of the listing"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("The language that you write it in. It is not translated."),
    )  # fmt: skip
    description = MarkdownField(
        label=_("Description"), required=False,
        help_text=_(
            "A normal day, what you ask for, what happens after somebody applies. Paste freely: it is cleaned. Markdown "
            "works: **bold**, a line that starts with “- ” for a list, “## ” for a heading."
        ),
    )  # fmt: skip
    skills = NamesField(
        label=_("Skills"), vocabulary=skill_names, required=False, most=20,
        help_text=_("Separated by commas, in either language: fact-checking, prompt writing, Python."),
    )  # fmt: skip
    backgrounds = ManyField(
        label=_("Backgrounds that are welcome"), queryset=Background.objects.none(), find=_("Find a background"),
        help_text=_("Where people may come from. None means that it does not matter."),
    )  # fmt: skip
    technical = forms.ChoiceField(
        label=_("Technical background"), choices=Listing.Technical.choices, widget=forms.RadioSelect, initial="none"
    )
    openings = forms.IntegerField(label=_("People sought"), min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = JobCategory.objects.active()  # type: ignore[attr-defined]
        self.fields["backgrounds"].queryset = Background.objects.by_name()  # type: ignore[attr-defined]

    @classmethod
    def more_of(cls, listing: Listing) -> dict[str, Any]:
        """Skills by name, backgrounds as rows."""
        if listing.pk is None:
            return {}
        names = ", ".join(skill.name for skill in listing.skills.all())
        return {"skills": names, "category": listing.category_id, "backgrounds": list(listing.backgrounds.all())}

    def parts(self) -> dict[str, Any]:
        """Columns, skills and backgrounds."""
        values = dict(self.cleaned_data)
        return {"skills": values.pop("skills"), "backgrounds": values.pop("backgrounds"), "values": values}


class EligibilityForm(StepForm):
    """Step 2: who may take it."""

    eligibility_scope = forms.ChoiceField(
        label=_("From where may one work?"), choices=Listing.Scope.choices, widget=forms.RadioSelect
    )
    eligible_regions = forms.ModelMultipleChoiceField(
        label=_("Whole regions"), queryset=Region.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A shortcut: every country of the region is named."),
    )  # fmt: skip
    eligible_countries = NamesField(
        label=_("Countries"), vocabulary=country_names, required=False, most=250,
        help_text=_("Separated by commas: Indonesia, Malaysia, Philippines."),
    )  # fmt: skip
    utc_offset_min = forms.TypedChoiceField(
        label=_("Time zones from"), choices=offset_choices, coerce=int, empty_value=None, required=False
    )
    utc_offset_max = forms.TypedChoiceField(
        label=_("Time zones to"), choices=offset_choices, coerce=int, empty_value=None, required=False
    )
    overlap_hours = forms.IntegerField(label=_("Hours of overlap a day"), min_value=1, max_value=8, required=False)
    overlap_zone = forms.ChoiceField(
        label=_("With the working day in"), choices=zone_choices, required=False,
        help_text=_("A working day is 09:00 to 17:00 there. Summer time is taken into account."),
    )  # fmt: skip
    work_languages = SeveralField(label=_("Work languages"), choices=work_language_choices, find=_("Find a language"))
    groups = (
        (_("Place"), ("eligibility_scope", "eligible_regions", "eligible_countries")),
        (_("Time"), (("utc_offset_min", "utc_offset_max"), "overlap_hours", "overlap_zone")),
        (_("Language"), ("work_languages",)),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["eligible_regions"].queryset = Region.objects.by_name()  # type: ignore[attr-defined]

    @classmethod
    def more_of(cls, listing: Listing) -> dict[str, Any]:
        """Regions as rows, and the names of the countries beside them."""
        regions = list(Region.objects.filter(pk__in=listing.eligible_regions).prefetch_related("countries"))
        through = {country.code for region in regions for country in region.countries.all()}
        names = {target.code: target.name for _name, target in country_names()} if listing.eligible_countries else {}
        single = [names.get(code, code) for code in listing.eligible_countries if code not in through]
        return {"eligible_regions": regions, "eligible_countries": ", ".join(single)}

    def clean(self) -> dict[str, Any]:
        """Countries go with their scope, and an overlap with its zone."""
        data = super().clean() or {}
        named = list(data.get("eligible_regions") or []) + list(data.get("eligible_countries") or [])
        scope = data.get("eligibility_scope")
        if scope == Listing.Scope.COUNTRIES and not named and "eligible_countries" not in self.errors:
            self.add_error("eligible_countries", _("Name at least one country or region."))
        if scope and scope != Listing.Scope.COUNTRIES and named:
            self.add_error(
                "eligibility_scope", _("You name countries: choose “Open to named countries”, or take them out.")
            )
        self.in_order("utc_offset_min", "utc_offset_max")
        if data.get("overlap_hours") and not data.get("overlap_zone"):
            self.add_error("overlap_zone", _("Say with which place's working day."))
        if data.get("overlap_zone") and not data.get("overlap_hours") and "overlap_hours" not in self.errors:
            self.add_error("overlap_hours", _("Say how many hours, or leave the place empty."))
        return data

    def parts(self) -> dict[str, Any]:
        """Regions and countries as codes; a region brings its countries."""
        values = dict(self.cleaned_data)
        regions = list(values["eligible_regions"].prefetch_related("countries"))
        codes = {country.code for country in values["eligible_countries"]}
        codes |= {country.code for region in regions for country in region.countries.all()}
        values |= {"eligible_regions": sorted(region.pk for region in regions), "eligible_countries": sorted(codes)}
        return {"values": values}


class PayForm(StepForm):
    """Step 3: pay and terms."""

    engagement = forms.ChoiceField(label=_("Engagement"), choices=Listing.Engagement.choices, widget=forms.RadioSelect)
    pay_min = AmountField(label=_("Pay, from"), required=False)
    pay_max = AmountField(label=_("Pay, to"), required=False)
    pay_currency = CurrencyField(label=_("Currency"), queryset=Currency.objects.none(), required=False)
    pay_period = SaidField(label=_("Per"), choices=Listing.PayPeriod.choices)
    task_minutes = forms.IntegerField(
        label=_("Minutes that a task takes"), min_value=1, max_value=6000, required=False,
        help_text=_("Only for pay per task: without it nobody can compare."),
    )  # fmt: skip
    hours_min = forms.IntegerField(label=_("Hours a week, at least"), min_value=1, max_value=80, required=False)
    hours_max = forms.IntegerField(label=_("Hours a week, at most"), min_value=1, max_value=80, required=False)
    hours_guaranteed = YesNoField(label=_("Are the hours guaranteed?"))
    training_paid = YesNoField(
        label=_("Are training and tests paid?"),
        help_text=_("Shown on the card and searched by. Left open, it follows from the answers below."),
    )
    onboarding_hours = HoursField(label=_("Hours of onboarding"), help_text=_("0 if there is none."))
    onboarding_paid = YesNoField(label=_("Is onboarding paid?"))
    test_hours = HoursField(label=_("Hours of tests"), help_text=_("Before the work and in it. 0 if there are none."))
    test_paid = YesNoField(label=_("Are the tests paid?"))
    task_cap_minutes = forms.IntegerField(
        label=_("Paid minutes a task, at most"), min_value=1, max_value=6000, required=False,
        help_text=_("Needed for pay per task."),
    )  # fmt: skip
    payout_cadence = SaidField(label=_("Paid out"), choices=EngagementTerms.Cadence.choices)
    payout_method = CleanCharField(
        label=_("Paid by"), max_length=120, required=False, help_text=_("Such as bank transfer, and from which sum on.")
    )
    sensitive_content = SaidField(label=_("Sensitive content"), choices=EngagementTerms.Sensitive.choices)
    sensitive_note = CleanCharField(label=_("What kind, and what support there is"), max_length=300, required=False)
    appeal_contact = CleanCharField(
        label=_("Who to appeal to"), max_length=200, required=False,
        help_text=_("A person or an address to write to about a rejected task or a missing payment."),
    )  # fmt: skip
    groups = (
        (_("Pay"), ("engagement", ("pay_min", "pay_max", "pay_currency", "pay_period"), "task_minutes")),
        (_("Hours"), (("hours_min", "hours_max"), "hours_guaranteed")),
        (_("Terms, needed for pay by the hour or task"), ("training_paid", TERMS[:2], TERMS[2:4], *TERMS[4:])),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["pay_currency"].queryset = Currency.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["pay_currency"].empty_label = _("Not said")  # type: ignore[attr-defined]
        # As long as nobody has said per what it is paid, nothing is called optional that may be needed.
        period = self["pay_period"].value() or Listing.PayPeriod.TASK
        for name in owed_terms({"pay_period": period}):
            self.fields[name].is_owed = True  # type: ignore[attr-defined]

    @classmethod
    def more_of(cls, listing: Listing) -> dict[str, Any]:
        """The terms, where they stand."""
        terms = EngagementTerms.objects.filter(listing=listing.pk).first()
        more = {name: getattr(terms, name) for name in TERMS} if terms else {}
        return {**more, "pay_currency": listing.pay_currency_id}

    def clean(self) -> dict[str, Any]:
        """A sum goes with its currency and period; ends stand in order; what is public loses none of its terms."""
        data = super().clean() or {}
        self.in_order("pay_min", "pay_max")
        self.in_order("hours_min", "hours_max")
        if data.get("pay_min") is not None or data.get("pay_max") is not None:
            for name, words in (
                ("pay_currency", _("Say in which currency.")),
                ("pay_period", _("Say per what: hour, month, task …")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        for part in ("onboarding_paid", "test_paid"):
            if data.get("training_paid") and data.get(part) is False:
                self.add_error("training_paid", _("Below you say that a part of it is not paid."))
                break
        if self.listing and self.listing.state in (ListingState.LIVE, ListingState.PAUSED):
            for name in set(owed_terms(data)) - set(owed_terms(self.initial)) - set(self.errors):
                self.add_error(name, TERM_WORDS[name])
        return data

    def owed(self) -> dict[str, Any]:
        """The terms that hourly and per-task work has to state, and does not yet."""
        said = self.parts()
        return {name: TERM_WORDS[name] for name in owed_terms(said["values"] | said["terms"])}

    def parts(self) -> dict[str, Any]:
        """Columns and terms; a currency or period without a sum says nothing and is not kept."""
        values = dict(self.cleaned_data)
        if values["training_paid"] is None:
            values["training_paid"] = _all_paid(values)
        terms = {name: values.pop(name) for name in TERMS}
        if values["pay_min"] is None and values["pay_max"] is None:
            values |= {"pay_currency": None, "pay_period": ""}
        if values["pay_period"] != Listing.PayPeriod.TASK:
            values["task_minutes"] = None
        return {"values": values, "terms": terms}


def _all_paid(values: dict[str, Any]) -> bool | None:
    """What the answers about onboarding and tests say together; None while one of them is open."""
    parts = [values[f"{part}_hours"] == 0 or values[f"{part}_paid"] for part in ("onboarding", "test")]
    return False if False in parts else None if None in parts else True


class ApplyingForm(StepForm):
    """Step 4: how one applies, and from when to when."""

    apply_at = forms.ChoiceField(
        label=_("Applications come"), choices=Listing.ApplyAt.choices, widget=forms.RadioSelect, initial="here"
    )
    apply_url = forms.URLField(
        label=_("Address to apply at"), max_length=400, required=False, assume_scheme="https", validators=[URLValidator(["https"])],
        help_text=_("Only for your own address. It must start with https://, and its host is shown to whoever goes there."),
    )  # fmt: skip
    promise_days = forms.TypedChoiceField(
        label=_("You answer within"), coerce=int, choices=PROMISES,
        widget=forms.RadioSelect, initial=USUAL_PROMISE,
        help_text=_("A promise to everyone who applies here. What was kept of it is shown on your page."),
    )  # fmt: skip
    review_capacity = forms.IntegerField(
        label=_("Applications you can review at a time"), min_value=LEAST_CAPACITY, max_value=MOST_CAPACITY,
        initial=USUAL_CAPACITY,
        help_text=_("When that many wait for an answer the queue is full, until you have answered some."),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("Goes live on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: as soon as it is approved."),
    )  # fmt: skip
    closes_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Until midnight in your zone. Empty: 30 days after it goes live; 90 at most."),
    )  # fmt: skip
    groups = (
        (_("Applications"), ("apply_at", "apply_url", "promise_days", "review_capacity")),
        (_("Dates"), (("starts_on", "closes_on"),)),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.listing and self.listing.published_at:
            # A live one is extended, with a reason.
            del self.fields["starts_on"], self.fields["closes_on"]

    @classmethod
    def more_of(cls, listing: Listing) -> dict[str, Any]:
        """The days, as the employer's zone counts them."""
        zone = clock.zone(listing.employer.zone)
        starts = listing.starts_at.astimezone(zone).date() if listing.starts_at else None
        closes = (listing.closes_at.astimezone(zone) - timedelta(seconds=1)).date() if listing.closes_at else None
        return {"starts_on": starts, "closes_on": closes}

    def clean(self) -> dict[str, Any]:
        """An outside address when one applies outside; days ahead, in order, 90 at most."""
        data = super().clean() or {}
        if (
            data.get("apply_at") == Listing.ApplyAt.OUTSIDE
            and not data.get("apply_url")
            and "apply_url" not in self.errors
        ):
            self.add_error("apply_url", _("Give the address where one applies."))
        if "closes_on" not in self.fields or not self.listing:
            return data
        today = clock.today(self.listing.employer.zone)
        starts, closes = data.get("starts_on"), data.get("closes_on")
        if starts and not today <= starts <= today + LONGEST_OPEN:
            self.add_error("starts_on", _("Choose a day from today on, at most 90 days ahead."))
        first = max(starts or today, today)
        if closes and not first <= closes < first + LONGEST_OPEN:
            self.add_error("closes_on", _("Choose a day after it goes live, at most 90 days later."))
        return data

    def parts(self) -> dict[str, Any]:
        """Columns, with days as moments of the employer's zone."""
        values = dict(self.cleaned_data)
        if values["apply_at"] == Listing.ApplyAt.HERE:
            values["apply_url"] = ""
        if "closes_on" in values and self.listing:
            zone = self.listing.employer.zone
            starts, closes = values.pop("starts_on"), values.pop("closes_on")
            values["starts_at"] = datetime.combine(starts, time.min, clock.zone(zone)) if starts else None
            values["closes_at"] = clock.end_of_day(closes, zone) if closes else None
        return {"values": values}


class ExtendForm(forms.Form):
    """A later last day, and why."""

    closes_on = forms.DateField(
        label=_("New last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = CleanTextField(
        label=_("Why it runs longer"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the listing's history."),
    )  # fmt: skip


class CloseForm(forms.Form):
    """Why a listing ends without a hire: for the history."""

    reason = CleanTextField(
        label=_("Why it ends"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the listing's history; applicants do not see it."),
    )  # fmt: skip


class RefuseForm(forms.Form):
    """Why an applicant is not selected: the applicant reads it."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=RefusalReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes nearest.")},
    )  # fmt: skip
    text = CleanTextField(
        label=_("In your words"), max_length=2000, required=False,
        help_text=_("The applicant reads this too. Say what would have made the difference."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The reason that needs words has them."""
        data = super().clean() or {}
        if data.get("reason") == RefusalReason.OTHER and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what the reason is."))
        return data
