"""An index: the addresses of every feature, lowest floor first. Only the project's urls import it."""

from careers.accounts.urls import urlpatterns as accounts
from careers.applications.urls import urlpatterns as applications
from careers.employers.urls import urlpatterns as employers
from careers.guides.urls import urlpatterns as guides
from careers.hiring.urls import urlpatterns as hiring
from careers.insights.urls import urlpatterns as insights
from careers.listings.urls import urlpatterns as listings
from careers.pages.urls import root_urlpatterns as root
from careers.pages.urls import urlpatterns as pages
from careers.saved.urls import urlpatterns as saved
from careers.trust.urls import urlpatterns as trust

urlpatterns = [*accounts, *guides, *employers, *listings, *applications, *saved, *trust, *insights, *hiring, *pages]
root_urlpatterns = [*root]
