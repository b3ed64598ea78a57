"""Addresses of the door, of units and of persons."""

from django.urls import path

from saima.people.views import door, persons, units

app_name = "people"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("password/", door.password, name="password"),
    path("first-password/", door.first_password, name="first_password"),
    path("told/", door.told, name="told"),
    path("set-up/", door.set_up, name="set_up"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add, name="add_unit"),
    path("units/move/", units.move, name="move_unit"),
    path("units/close/", units.close, name="close_unit"),
    path("units/group/", units.group, name="group_unit"),
    path("persons/", persons.persons, name="persons"),
    path("persons/add/", persons.add_person, name="add_person"),
    path("persons/accounts/add/", persons.add_account, name="add_account"),
    path("persons/accounts/<int:number>/reset/", persons.reset, name="reset"),
    path("persons/accounts/<int:number>/switch/", persons.switch, name="switch"),
    path("persons/accounts/<int:number>/release/", persons.release, name="release"),
    path("persons/posts/grant/", persons.grant, name="grant_post"),
    path("persons/posts/<int:number>/end/", persons.end, name="end_post"),
]
