"""Addresses of the search in the site."""

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("opened/", views.opened, name="opened"),
    path("preferences/", views.keep_preferences, name="preferences"),
    path("suggest/", views.suggestions, name="suggest"),
]
