"""An index: Django finds every table here, lowest floor first. Nobody imports from it."""

import careers.accounts.models
import careers.applications.models.application
import careers.applications.models.log
import careers.core.models
import careers.employers.models.employer
import careers.employers.models.log
import careers.employers.models.people
import careers.employers.models.proof
import careers.guides.models
import careers.insights.models
import careers.listings.models.archive
import careers.listings.models.bitmaps
import careers.listings.models.details
import careers.listings.models.listing
import careers.listings.models.log
import careers.listings.models.revision
import careers.listings.models.terms
import careers.saved.models
import careers.taxonomy.models
import careers.trust.models  # noqa: F401
