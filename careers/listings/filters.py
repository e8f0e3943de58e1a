"""ListingFilter: one vocabulary of search for the page, feeds, saved searches, alerts and programs."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, reduce
from operator import or_

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careers.accounts.viewer import NOBODY, Viewer
from careers.core import clock
from careers.core.held import held
from careers.core.paging import LONGEST_CURSOR, BadCursor, KeysetPage, Read, keyset_page
from careers.core.text_query import TextQuery, fold, parse
from careers.core.tsquery import tsquery
from careers.employers.models.employer import Employer
from careers.listings import forms as fields
from careers.listings.crowd import BANDS_FROM
from careers.listings.eligibility import VerdictKind, condition, judged_zones, kind_of_rows, overlap_minutes
from careers.listings.models.bitmaps import PLACE as OF_PLACE
from careers.listings.models.constraints import fewest_hours
from careers.listings.models.counts import SearchCounts
from careers.listings.models.listing import Listing
from careers.listings.models.relevance import relevant_page
from careers.listings.models.terms import SearchTerm
from careers.listings.pay import bounds
from careers.listings.rates import newest_rates
from careers.taxonomy import filters as vocabulary

PAGE_SIZE = 20
SORTS = {
    "relevance": ("-rank_at!", "-pk"),  # among those that fit alike; see careers/listings/models/relevance.py
    "fresh": ("-rank_at!", "-pk"),
    "newest": ("-published_at!", "-pk"),
    "pay": ("-pay_sort", "-pk"),
}
# Words that choose no rows: how they are shown, or for whom.
PLACE = (*OF_PLACE, "currency")
SHAPING = ("sort", "cursor", "per", "pay_unknown", *PLACE)
CROWDS = {f"under-{start}": start for start in BANDS_FROM[1:3]}


def _word(field_class: type[forms.Field], **options) -> django_filters.Filter:
    made = django_filters.Filter(**options)
    made.field_class = field_class
    return made


class ListingFilter(SearchCounts, django_filters.FilterSet):
    """The words of a search over listings.

    Unlike django-filter's own, `qs` never ignores a wrong value or an unknown word: then there are errors and no rows.
    """

    q = _word(forms.CharField, label=_("Words"), method="filter_words", max_length=fields.LONGEST_QUERY)
    category = _word(
        fields.SlugsField, label=_("Profession"), method="filter_any", find=lambda slugs: vocabulary.categories(),
    )  # fmt: skip
    engagement = _word(
        fields.ChoicesField, label=_("Engagement"), method="filter_any", choices=Listing.Engagement.choices
    )
    period = _word(
        fields.ChoicesField, label=_("Paid per"), method="filter_any", field_name="pay_period",
        choices=Listing.PayPeriod.choices,
    )  # fmt: skip
    pay_from = _word(fields.SumField, label=_("Pay at least"), method="filter_pay")
    currency = _word(fields.CurrencyField, label=_("Currency"), method="filter_nothing")
    per = _word(
        fields.OneChoiceField, label=_("For an hour or a month"), method="filter_nothing",
        choices=[("hour", _("hour")), ("month", _("month"))],
    )  # fmt: skip
    pay_unknown = _word(fields.FlagField, label=_("Include pay not stated"), method="filter_nothing")
    hours_max = _word(
        forms.IntegerField, label=_("Hours a week, at most"), method="filter_hours", min_value=1, max_value=168
    )
    guaranteed = _word(
        fields.FlagField, label=_("Hours guaranteed"), method="filter_stated", field_name="hours_guaranteed",
    )  # fmt: skip
    paid_training = _word(
        fields.FlagField, label=_("Training is paid"), method="filter_stated", field_name="training_paid",
    )  # fmt: skip
    technical = _word(
        fields.ChoicesField, label=_("Technical background"), method="filter_any", choices=Listing.Technical.choices
    )
    background = _word(
        fields.SlugsField, label=_("Background welcome"), method="filter_among", field_name="background_ids",
        find=lambda slugs: vocabulary.backgrounds(),
    )  # fmt: skip
    skill = _word(
        fields.SlugsField, label=_("Skill"), method="filter_among", field_name="skill_ids",
        find=lambda slugs: vocabulary.skills(),
    )  # fmt: skip
    country = _word(fields.CountryField, label=_("Where I am"), method="filter_nothing", max_length=20)
    zone = _word(fields.ZoneField, label=_("My time zone"), method="filter_nothing", max_length=60)
    work_language = _word(fields.LanguagesField, label=_("Languages I work in"), method="filter_nothing")
    eligibility = _word(
        fields.ChoicesField, label=_("Open to me"), method="filter_eligibility",
        choices=[
            ("open", _("Open to me")), ("not-stated", _("Employer has not said")), ("not-open", _("Not open to me")),
        ],
    )  # fmt: skip
    overlap = _word(
        forms.IntegerField, label=_("Hours of overlap with my day"), method="filter_overlap", min_value=1, max_value=8
    )
    crowd = _word(
        fields.OneChoiceField, label=_("Applicants"), method="filter_crowd",
        choices=[(word, format_lazy(_("Fewer than {count}"), count=start)) for word, start in CROWDS.items()],
    )  # fmt: skip
    track = _word(
        fields.ChoicesField, label=_("Employer's track"), method="filter_any", field_name="employer_track",
        choices=[choice for choice in Employer.Track.choices if choice[0]],
    )  # fmt: skip
    verified = _word(fields.FlagField, label=_("Verified employers only"), method="filter_verified")
    employer = _word(fields.SlugsField, label=_("Employer"), method="filter_any", find=fields.find_employers)
    posted = _word(
        forms.IntegerField, label=_("Posted within days"), method="filter_posted", min_value=1, max_value=365
    )
    sort = _word(
        fields.OneChoiceField, label=_("Order"), method="filter_nothing",
        choices=[
            ("relevance", _("Best match first")), ("fresh", _("New, mixed with uncrowded")),
            ("newest", _("Newest first")), ("pay", _("Best paid first")),
        ],
    )  # fmt: skip
    cursor = _word(forms.CharField, label=_("Page"), method="filter_nothing", max_length=LONGEST_CURSOR)

    class Meta:
        form = fields.SearchForm

    def __init__(self, data=None, queryset: QuerySet | None = None, *, viewer: Viewer = NOBODY, **kwargs):
        """`viewer` is who asks, by profile or cookie; the words of the address come before that."""
        rows = Listing.objects.live() if queryset is None else queryset
        self.is_whole_board = queryset is None
        super().__init__(fields.without_empty(data), rows, **kwargs)
        self.form.usual_viewer = viewer

    @cached_property
    def viewer(self) -> Viewer:
        """For whom the search is answered; the country's currency unless another is given."""
        given = self.form.cleaned_data if self.is_valid() else {}
        viewer = self.form.usual_viewer.asking(
            country=given.get("country", ""), zone=given.get("zone", ""), currency=given.get("currency", ""),
            work_languages=tuple(given.get("work_language", ())),
        )  # fmt: skip
        self.place = vocabulary.countries().get(viewer.country) if viewer.country else None
        self.country_zones = tuple(self.place.zones) if self.place else ()
        return viewer if viewer.currency or not self.place else replace(viewer, currency=self.place.currency_id or "")

    def condition(self, kind: VerdictKind) -> Q:
        """The rows of which the verdict for this viewer says `kind`."""
        viewer, today = self.viewer, clock.today("UTC")
        return condition(kind, viewer, self.country_zones, today, overlap_zones=self._named_zones)

    @cached_property
    def _named_zones(self) -> list[str]:
        return Listing.objects.named_zones()

    @property
    def qs(self) -> QuerySet:
        """The rows that fit every word; none when a word is wrong (then `errors` say which)."""
        if not hasattr(self, "_qs"):
            self._qs = self.without()
        return self._qs

    def without(self, *words: str) -> QuerySet:
        """The rows that fit every word but these."""
        if not self.is_valid():
            return self.queryset.none()
        rows = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name not in words and value not in (None, "", [], False):
                rows = self.filters[name].filter(rows, value)
        return rows

    def page(self, size: int = PAGE_SIZE, *, read: Read = list) -> KeysetPage:
        """One page: the primary keys of its rows, each as `pk`. A cursor that is not ours becomes an error of its field.

        In an order of columns `read` may fetch more of each row with its key (careers.core.paging).
        """
        if not self.is_valid():
            return KeysetPage([])
        cursor = self.form.cleaned_data["cursor"] or ""
        try:
            if self.sorted_by == "relevance":
                return relevant_page(
                    self.without("q"), self.words, about=self.size, verdict=self.verdict, cursor=cursor, size=size
                )
            return self._page(SORTS[self.sorted_by], cursor, size, read)
        except BadCursor:
            self.form.add_error("cursor", ValidationError(_("This page marker is not ours. Start at the first page.")))
            self._qs = self.queryset.none()
            return KeysetPage([])

    def _page(self, keys: tuple[str, ...], cursor: str, size: int, read: Read) -> KeysetPage:
        # Narrow rows are found and sorted; of what stands on the page the one who asks reads what it needs.
        narrow = self.qs.values_list(*(key.strip("-!") for key in keys), named=True)
        return keyset_page(narrow, keys, cursor, size, is_gathered=self.is_gathered(size), read=read)

    @property
    def sorts(self) -> list[str]:
        """The orders that make sense: without words nothing is more relevant than another."""
        has_words = self.is_valid() and self.form.cleaned_data["q"]
        return [name for name in SORTS if name != "relevance" or has_words]

    @property
    def usual_sort(self) -> str:
        """The order when none is chosen: by relevance when words are searched, else fresh."""
        return self.sorts[0]

    @property
    def sorted_by(self) -> str:
        """The order that is used."""
        chosen = self.form.cleaned_data["sort"] if self.is_valid() else ""
        return chosen if chosen in self.sorts else self.usual_sort

    @cached_property
    def verdict(self) -> Case | None:
        """The kind of each row's verdict, when there is a country to judge by."""
        if not self.viewer.country:
            return None
        return kind_of_rows(self.viewer, self.country_zones, clock.today("UTC"), overlap_zones=self._named_zones)

    def put_right(self) -> "ListingFilter | None":
        """The same search with its mistyped words put right; None when there is nothing better to search for."""
        if not self.is_valid():
            return None
        instead = SearchTerm.objects.corrections(self.words.typed_words)
        if not instead:
            return None
        right = self.asking(parse(self.data["q"]).with_words(instead))
        return right if right.is_valid() and right.tally.total else None

    def asking(self, words: TextQuery, *, without: Collection[str] = ()) -> "ListingFilter":
        """The same search for other words, as somebody would type them, and without these filters; its first page."""
        data = self.data.copy()
        for name in ("cursor", *without):
            data.pop(name, None)
        data["q"] = str(words)
        return ListingFilter(data, None if self.is_whole_board else self.queryset, viewer=self.form.usual_viewer)

    @property
    def chosen(self) -> list[str]:
        """The words that choose rows, in the order of the form."""
        if not self.is_valid():
            return []
        given = self.form.cleaned_data
        return [name for name in self.filters if name not in SHAPING and given.get(name) not in (None, "", [], False)]

    def filter_nothing(self, rows: QuerySet, name: str, value) -> QuerySet:
        """For words that shape the page and choose no rows."""
        return rows

    @cached_property
    def words(self) -> TextQuery:
        """What is searched for, with every spelling that the vocabulary of skills knows for it."""
        typed = (self.form.cleaned_data["q"] or "") if self.is_valid() else ""
        return parse(typed).with_spellings(spellings_of_skills()) if typed else parse("")

    def filter_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Words in either language; a skill is found by each of its spellings."""
        return rows.filter(search_words=tsquery(self.words))

    def filter_any(self, rows: QuerySet, column: str, value: list) -> QuerySet:
        """Any of the values of a column; each on its own, for the index of choices cannot look up a list."""
        return rows.filter(reduce(or_, [Q(**{column: one}) for one in value]))

    def filter_among(self, rows: QuerySet, column: str, value: list) -> QuerySet:
        """With any of these rows among those of a column of keys: skills that are asked for, backgrounds that are welcome."""
        return rows.filter(**{f"{column}__overlap": [row.pk for row in value]})

    def filter_stated(self, rows: QuerySet, column: str, value: bool) -> QuerySet:
        """The employer states it: hours are guaranteed, training and tests are paid."""
        return rows.filter(**{column: True})

    def filter_pay(self, rows: QuerySet, name: str, value) -> QuerySet:
        """Whose pay can reach the sum: the most it comes to, or an open end. Unknown pay only when asked for."""
        given = self.form.cleaned_data
        floors = bounds(value, given["currency"], newest_rates())
        if self.is_whole_board:
            # What nobody pays in need not be asked for.
            floors = {code: floors[code] for code in Listing.objects.paid_in() if code in floors}
        low, high = f"pay_{given['per']}_min", f"pay_{given['per']}_max"
        reaches = Q(**{f"{high}__isnull": True, f"{low}__isnull": False, "pay_currency__in": list(floors)})
        for currency, floor in floors.items():
            reaches |= Q(**{"pay_currency": currency, f"{high}__gte": floor})
        if given["pay_unknown"]:
            reaches |= Q(**{f"{low}__isnull": True, f"{high}__isnull": True}) | ~Q(pay_currency__in=list(floors))
        return rows.filter(reaches)

    def filter_hours(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """Work that somebody with so many hours a week can take: its fewest hours are no more than that."""
        return rows.alias(fewest=fewest_hours()).filter(fewest__lte=value)

    def filter_eligibility(self, rows: QuerySet, name: str, value: list[VerdictKind]) -> QuerySet:
        """Of which the verdict for the viewer is one of these."""
        wanted = Q(pk__in=[])
        for kind in value:
            wanted |= self.condition(kind)
        return rows.filter(wanted)

    def filter_overlap(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """Whose working day shares at least so many hours with the viewer's; one that names no zone fits every day."""
        zones, today = judged_zones(self.viewer, self.country_zones), clock.today("UTC")
        near = [
            other for other in self._named_zones
            if any(overlap_minutes(zone, other, today) >= value * 60 for zone in zones)
        ]  # fmt: skip
        return rows.filter(Q(overlap_zone="") | Q(overlap_zone__in=near))

    def filter_crowd(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """With fewer applications than that; how many apply elsewhere is not known."""
        return rows.filter(apply_at=Listing.ApplyAt.HERE, application_count__lt=CROWDS[value])

    def filter_verified(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """By employers of level 1 or more."""
        return rows.filter(employer_level__gte=Employer.Level.MAILBOX)

    def filter_posted(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """That first went live within so many days."""
        return rows.filter(published_at__gte=clock.now() - timedelta(days=value))


@held()
def spellings_of_skills() -> dict[str, list[str]]:
    """Folded spelling of a skill → all its spellings."""
    found: dict[str, list[str]] = {}
    for skill in vocabulary.skills().values():
        spellings = list(dict.fromkeys(skill.spellings))
        for spelling in spellings:
            found.setdefault(fold(spelling), []).extend(spellings)
    return found
