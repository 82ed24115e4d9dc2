"""Addresses of works and records for programs."""

from django.urls import path

from . import api

app_name = "exchange_api"
urlpatterns = [
    path("works", api.works_list, name="works"),
    path("works/<int:work_id>", api.work, name="work"),
    path("records/<slug:kind>", api.records_list, name="records"),
    path("records/<slug:kind>/<int:work_id>", api.record, name="record"),
]
