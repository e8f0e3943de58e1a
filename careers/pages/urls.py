"""Addresses of `pages`."""

from django.urls import URLPattern, URLResolver, path

from careers.pages import dev, showcase

urlpatterns: list[URLPattern | URLResolver] = []

# Addresses without a language before them: `/`, sitemap, robots, the development's pages.
root_urlpatterns: list[URLPattern | URLResolver] = [
    path("dev/components/", showcase.components, name="dev_components"),
    path("dev/mail/", dev.mail_list, name="dev_mail_list"),
    path("dev/mail/<name:name>/", dev.mail_detail, name="dev_mail_detail"),
    path("dev/mail/<name:name>/html/", dev.mail_html, name="dev_mail_html"),
]
