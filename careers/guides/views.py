"""Learning: the four steps, courses and communities."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse

from careers.core.caching import public_page
from careers.core.rendering import render_page
from careers.guides.models import Community, Course
from careers.taxonomy.models import JobCategory


@public_page
def learn(request: HttpRequest) -> HttpResponse:
    """The four steps, then every course by profession, and the communities."""
    professions = Prefetch("categories", JobCategory.objects.active())
    courses = list(Course.objects.prefetch_related(professions).order_by("provider", "name"))
    categories = list(JobCategory.objects.active())
    context = {
        "groups": [
            (category, [course for course in courses if category in course.categories.all()]) for category in categories
        ],
        "general": [course for course in courses if not course.categories.all()],
        "courses": courses,
        "communities": Community.objects.prefetch_related(professions),
        "categories": categories,
    }
    return render_page(request, "guides/learn.html", context)
