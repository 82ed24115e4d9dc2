"""Addresses of the agenda."""

from django.urls import path

from . import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/<int:work_id>.ics", views.event_calendar, name="calendar"),
]
