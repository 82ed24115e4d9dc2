"""Addresses of the network's records."""

from django.urls import path

from . import views

app_name = "network"
urlpatterns = [
    path("cities/", views.city_list, name="cities"),
    path("cities/<slug:slug>/", views.city, name="city"),
    path("countries/", views.country_list, name="countries"),
    path("countries/<slug:slug>/", views.country, name="country"),
    path("regions/", views.region_list, name="regions"),
    path("regions/<slug:slug>/", views.region, name="region"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("people/", views.person_list, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("programmes/", views.programme_list, name="programmes"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("partnerships/", views.partnership_list, name="partnerships"),
    path("partnerships/<slug:slug>/", views.partnership, name="partnership"),
]
