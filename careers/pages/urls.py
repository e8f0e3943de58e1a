"""Addresses of `pages`."""

from django.urls import URLPattern, URLResolver, path

from careers.pages import dev, showcase
from careers.pages.views import employers, home, professions, sitemaps, social, viewer, words
from careers.pages.views.leaving import account_delete
from careers.pages.views.notices import notices

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("categories/", professions.category_list, name="category_list"),
    path("categories/<name:slug>/", professions.category_detail, name="category_detail"),
    path("categories/<name:slug>/card/<name:version>.png", professions.category_card, name="category_card"),
    path("card/<name:version>.png", social.site_card, name="site_card"),
    path("site.webmanifest", social.site_manifest, name="site_manifest"),
    path("employers/", employers.employer_list, name="employer_list"),
    path("employers/<name:slug>/", employers.employer_detail, name="employer_detail"),
    path("viewer/", viewer.viewer_edit, name="viewer_edit"),
    path("about/", words.about, name="about"),
    path("how-it-works/", words.how_it_works, name="how_it_works"),
    path("how-it-works/application/", words.application_process, name="application_process"),
    path("for-employers/", words.for_employers, name="for_employers"),
    path("help/", words.help, name="help"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("privacy/", words.privacy, name="privacy"),
    path("terms/", words.terms, name="terms"),
    path("credits/", words.credits, name="credits"),
    path("me/notices/", notices, name="notices"),
    path("me/delete/", account_delete, name="account_delete"),
]

# Addresses without a language before them: `/`, sitemap, robots, the development's pages.
root_urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.front, name="front"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("favicon.ico", social.favicon, name="favicon"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("dev/components/", showcase.components, name="dev_components"),
    path("dev/mail/", dev.mail_list, name="dev_mail_list"),
    path("dev/mail/<name:name>/", dev.mail_detail, name="dev_mail_detail"),
    path("dev/mail/<name:name>/html/", dev.mail_html, name="dev_mail_html"),
]
