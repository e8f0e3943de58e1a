"""Leaving the board: what each model says of the personal data in it is carried out, for every model there is."""

from django.apps import apps
from django.db import transaction

from careers.accounts import emails
from careers.accounts.models import User
from careers.applications.models.application import Application
from careers.employers.models.employer import Employer
from careers.employers.models.people import Invitation, Membership


def personal_models() -> list:
    """Every model that holds personal data and says so, in an order that does not change."""
    return sorted(
        (model for model in apps.get_app_config("careers").get_models() if hasattr(model, "personal")),
        key=lambda model: model.__name__,
    )


def only_owner_of(user: User) -> list[Employer]:
    """The employers that would be left without an owner: they are handed over or closed first."""
    mine = Employer.objects.filter(memberships__user=user, memberships__role=Membership.Role.OWNER)
    others = Membership.objects.filter(role=Membership.Role.OWNER, user__is_active=True).exclude(user=user)
    return list(mine.exclude(state=Employer.State.CLOSED).exclude(memberships__in=others).order_by("name"))


@transaction.atomic
def erase(user: User) -> None:
    """Delete the account: all of it or nothing. Raises MembershipRefused for the last owner of an employer.

    Active applications are withdrawn, texts and files erased; rows, stages and dates stay without a name. What other
    packages keep of the person (addresses, second factors) is deleted.
    """
    # Not FOR UPDATE: a step of the person's own application refers to this row while it holds a listing.
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    address, language, name = user.email, user.language, user.display_name
    for membership in user.memberships.exclude(employer__state=Employer.State.CLOSED).order_by("employer"):
        membership.remove(by=user)
    for application in Application.objects.for_seeker(user).order_by("listing", "pk"):
        application.anonymise()
    for model in personal_models():
        model.personal.erase(model._default_manager.filter(**{model.personal.owner: user}))
    Invitation.objects.filter(email__iexact=address).delete()
    for relation in user._meta.related_objects:
        # Rows of other packages; the admin's own log is the board's record, not the person's.
        if relation.related_model._meta.app_label not in ("careers", "admin"):
            relation.related_model._default_manager.filter(**{relation.field.name: user}).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.anonymise()
    emails.account_deleted(address, language, name=name)
