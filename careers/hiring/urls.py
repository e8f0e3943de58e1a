"""Addresses of the office, and of invitations into one."""

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from careers.core import converters
from careers.hiring.views import applications, listings, members, offices, posting, record, verification
from careers.hiring.views.deeds import DEEDS

converters.register()


class _OneOf:
    """A piece of an address that is one of a few words."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StepConverter(_OneOf):
    """A step of writing a listing."""

    regex = "|".join(posting.STEPS)


class DeedConverter(_OneOf):
    """Something that a member does to a listing."""

    regex = "|".join(DEEDS)


register_converter(StepConverter, "posting_step")
register_converter(DeedConverter, "listing_deed")

OFFICE = "office/<name:employer>/"
LISTING = f"{OFFICE}listings/<uuid:public_id>/"
APPLICATION = f"{OFFICE}applications/<uuid:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", offices.office_list, name="office_list"),
    path("office/new/", offices.employer_create, name="employer_create"),
    path(OFFICE, offices.office_home, name="office_home"),
    path(f"{OFFICE}edit/", offices.office_employer_edit, name="office_employer_edit"),
    path(f"{OFFICE}close/", offices.office_employer_close, name="office_employer_close"),
    path(f"{OFFICE}members/", members.office_member_list, name="office_member_list"),
    path(f"{OFFICE}members/invite/", members.office_member_invite, name="office_member_invite"),
    path(f"{OFFICE}members/<row:pk>/role/", members.office_member_change, name="office_member_change"),
    path(f"{OFFICE}members/<row:pk>/remove/", members.office_member_remove, name="office_member_remove"),
    path(
        f"{OFFICE}invitations/<row:pk>/withdraw/", members.office_invitation_withdraw, name="office_invitation_withdraw"
    ),
    path(f"{OFFICE}verification/", verification.office_verification, name="office_verification"),
    path(f"{OFFICE}record/", record.office_record, name="office_record"),
    path(f"{OFFICE}record/dispute/", record.office_record_dispute, name="office_record_dispute"),
    path(f"{OFFICE}listings/", listings.office_listing_list, name="office_listing_list"),
    path(f"{OFFICE}listings/new/", posting.office_listing_create, name="office_listing_create"),
    path(LISTING, listings.office_listing_detail, name="office_listing_detail"),
    path(f"{LISTING}edit/<posting_step:step>/", posting.office_listing_edit, name="office_listing_edit"),
    path(f"{LISTING}preview/", posting.office_listing_preview, name="office_listing_preview"),
    path(f"{LISTING}submit/", listings.office_listing_submit, name="office_listing_submit"),
    path(f"{LISTING}do/<listing_deed:deed>/", listings.office_listing_act, name="office_listing_act"),
    path(f"{LISTING}revision/withdraw/", listings.office_revision_withdraw, name="office_revision_withdraw"),
    path(f"{LISTING}applications/", applications.office_application_list, name="office_application_list"),
    path(APPLICATION, applications.office_application_detail, name="office_application_detail"),
    path(f"{APPLICATION}cv/", applications.office_application_cv, name="office_application_cv"),
    path(f"{APPLICATION}move/", applications.office_application_move, name="office_application_move"),
    path(f"{APPLICATION}refuse/", applications.office_application_refuse, name="office_application_refuse"),
    path(f"{APPLICATION}reopen/", applications.office_application_reopen, name="office_application_reopen"),
    path(f"{APPLICATION}hire/", applications.office_application_hire, name="office_application_hire"),
    path("invitations/accept/<row:pk>/", members.invitation_accept, name="invitation_accept"),
    re_path(r"^invitations/(?P<token>[-\w]{1,100})/$", members.invitation_detail, name="invitation_detail"),
]
