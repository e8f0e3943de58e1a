"""Addresses of `listings`."""

from django.urls import path

from careers.listings.views.archive import archive_detail, archive_list
from careers.listings.views.board import listing_list
from careers.listings.views.detail import listing_detail
from careers.listings.views.social import listing_card
from careers.listings.views.suggestions import listing_suggest

urlpatterns = [
    path("listings/", listing_list, name="listing_list"),
    path("listings/suggest/", listing_suggest, name="listing_suggest"),
    path("listings/<name:slug>/", listing_detail, name="listing_detail"),
    path("listings/<name:slug>/card/<name:version>.png", listing_card, name="listing_card"),
    path("archive/", archive_list, name="archive_list"),
    path("archive/<name:slug>/", archive_detail, name="archive_detail"),
]
