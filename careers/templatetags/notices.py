"""Notices of the signed-in person, read once a page however many places show them."""

from django import template

from careers.pages.notices import Notice, notices_for

register = template.Library()


@register.simple_tag(takes_context=True)
def notices(context: template.Context) -> list[Notice]:
    """All notices of who is signed in, the most pressing first; none for anybody else."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    if not hasattr(request, "notices_read"):
        request.notices_read = notices_for(user)
    return request.notices_read
