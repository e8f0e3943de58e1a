"""An index: Django's admin finds every feature's own here, lowest floor first. Nobody imports from it."""

import careers.accounts.admin
import careers.applications.admin
import careers.employers.admin
import careers.guides.admin
import careers.insights.admin
import careers.listings.admin
import careers.taxonomy.admin
import careers.trust.admin  # noqa: F401
