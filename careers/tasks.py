"""An index: procrastinate finds every task here, lowest floor first. Nobody imports from it."""

import careers.accounts.tasks
import careers.applications.tasks
import careers.core.mail
import careers.core.tasks
import careers.employers.tasks
import careers.hiring.tasks
import careers.insights.tasks
import careers.listings.tasks
import careers.saved.tasks
import careers.trust.tasks  # noqa: F401
