"""Addresses of `pages`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

# Addresses without a language before them: `/`, sitemap, robots, the development's pages.
root_urlpatterns: list[URLPattern | URLResolver] = []
