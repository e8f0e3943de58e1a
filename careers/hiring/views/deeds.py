"""What a member can do to a listing as it stands: one table of deeds, each a confirmation and a verb."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from careers.listings.lifecycle import STEPS, ListingState
from careers.listings.models.listing import Listing

Words = str | Promise
_TOLD = _(
    "Applications that came go on until their promised day, and you can still move them. Those without an answer by "
    "then end, and we tell these people that the listing has ended and that it is not about them."
)


@dataclass(frozen=True)
class Deed:
    """`name` is the piece of the address, `verb` the model's; `text` says what follows, before it is done."""

    name: str
    label: Words
    title: Words
    text: Words
    done: Words
    states: tuple[str, ...]
    verb: Callable[..., object]
    kind: str = ""
    form: str = ""

    @property
    def is_grave(self) -> bool:
        """Whether it ends something."""
        return self.kind == "danger"

    def is_possible(self, listing: Listing) -> bool:
        """Whether the table of steps has it from the listing's present state."""
        return listing.state in self.states

    def why_not(self, listing: Listing) -> str:
        """The sentence for a deed that the present state does not allow."""
        states = ", ".join(str(ListingState(state).label) for state in self.states)
        return _now("Possible while a listing is: %(states)s. This one is: %(state)s.") % {
            "states": states, "state": listing.get_state_display(),
        }  # fmt: skip


def _sources(name: str) -> tuple[str, ...]:
    return next(step.sources for step in STEPS if step.name == name)


ANY = tuple(state for state in ListingState.values if state != ListingState.REMOVED)
DEEDS = {
    deed.name: deed
    for deed in (
        Deed("take-back", _("Take back"), _("Take the listing back?"),
             _("It becomes a draft again and leaves the queue of the curators."),
             _("The listing is a draft again."), _sources("take_back"), Listing.take_back),
        Deed("unschedule", _("Cancel the start"), _("Take the planned start back?"),
             _("It becomes a draft again. It will be reviewed again before it goes live."),
             _("The listing is a draft again."), _sources("unschedule"), Listing.unschedule),
        Deed("resume", _("Take applications again"), _("Take applications again?"),
             _("The listing stands in all lists again, until its closing date."),
             _("The listing is live."), _sources("resume"), Listing.resume, kind="primary"),
        Deed("pause", _("Pause"), _("Pause the listing?"),
             _("It leaves the lists and takes no new applications. Those that came go on, and their clock runs."),
             _("The listing is paused."), _sources("pause"), Listing.pause),
        Deed("extend", _("Extend"), _("Let it run longer"),
             _("At most 90 days from today. The reason is kept in the history."),
             _("The listing runs longer."), ("live", "paused"), Listing.extend, form="extend"),
        Deed("fill", _("Mark as filled"), _("Have you found the people?"), _TOLD,
             _("The listing is marked as filled."), _sources("fill"), Listing.fill),
        Deed("close", _("Close"), _("Close the listing without a hire?"), _TOLD,
             _("The listing is closed."), _sources("close"), Listing.close, kind="danger", form="close"),
        Deed("copy", _("Copy"), _("Make a new draft from this listing?"),
             _("Text, pay, terms and questions are copied. The old listing keeps its address, applications and history."),
             _("Here is the copy, as a draft."), ANY, Listing.copy),
        Deed("delete", _("Delete"), _("Delete the draft?"), _("It is gone for good."),
             _("The draft is deleted."), ("draft",), Listing.delete_draft, kind="danger"),
    )
}  # fmt: skip


def deeds_for(listing: Listing) -> tuple[list[Deed], list[tuple[Words, str]]]:
    """What is possible now, and for the rest its name with the reason why not."""
    possible = [deed for deed in DEEDS.values() if deed.is_possible(listing)]
    impossible = [(deed.label, deed.why_not(listing)) for deed in DEEDS.values() if not deed.is_possible(listing)]
    return possible, impossible
