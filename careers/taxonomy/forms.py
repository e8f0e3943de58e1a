"""Forms of the curators' vocabularies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.taxonomy.models import JobCategory


class CategoryMergeForm(forms.Form):
    """Which profession takes over from `category`."""

    target = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=JobCategory.objects.none(),
        help_text=_("Listings, courses and bridges move there. The old address goes on leading there for ever."),
    )

    def __init__(self, *args, category: JobCategory, **kwargs):
        super().__init__(*args, **kwargs)
        self.category = category
        self.fields["target"].queryset = JobCategory.objects.active().exclude(pk=category.pk)

    def moves(self) -> list[tuple[str, int]]:
        """What would move: the name of each kind of row, and how many point here."""
        counts = []
        for relation in self.category._meta.related_objects:
            if relation.related_model is JobCategory:
                continue
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self.category}).count()
            counts.append((str(relation.related_model._meta.verbose_name_plural), rows))
        return [(name, rows) for name, rows in counts if rows]
