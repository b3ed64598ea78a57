"""Addresses of the journal."""

from django.urls import path

from saima.journal import views

app_name = "journal"
urlpatterns = [path("", views.events, name="events")]
