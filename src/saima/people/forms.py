"""What is typed in on the pages of units, persons and posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saima.core.authority import POST_WORDS, PostKind
from saima.core.periods import Month
from saima.people.models import OrgUnit, Person


class MonthInput(forms.CharField):
    """A month, written as 2026-01."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-01"})
        super().__init__(widget=widget, max_length=20, **options)

    def clean(self, value: Any) -> Any:
        """Read it; nothing is None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError as no_month:
            raise ValidationError(gettext("Write the month as 2026-01.")) from no_month


class PersonInput(forms.CharField):
    """A person, by the staff number, out of those whom whoever asks looks after."""

    known: QuerySet[Person] = Person.objects.none()

    def clean(self, value: Any) -> Any:
        """Look the person up."""
        number = super().clean(value)
        if not number:
            return None
        person = self.known.filter(staff_number=number).first()
        if person is None:
            raise ValidationError(gettext("Nobody is entered with this staff number."))
        return person


class UnitInput(forms.ChoiceField):
    """A unit out of those that whoever asks may choose."""

    def offer(self, units: Iterable[OrgUnit]) -> None:
        """The units that may be chosen."""
        self.known = {unit.code: unit for unit in units}
        named = [(code, f"{unit.name} · {code}") for code, unit in self.known.items()]
        self.choices = [("", "—"), *named]

    def clean(self, value: Any) -> Any:
        """The unit itself; nothing is None."""
        return self.known.get(super().clean(value))


def _secret(label: Any, *, new: bool = True) -> forms.CharField:
    known = {"autocomplete": "new-password" if new else "current-password"}
    widget = forms.PasswordInput(attrs=known)
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget)


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Account name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = _secret(_("Password"), new=False)


class _Twice(forms.Form):
    password = _secret(_("New password"))
    again = _secret(_("New password again"))

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = super().clean() or {}
        if given.get("password") != given.get("again") and "again" in given:
            self.add_error("again", gettext("The two passwords differ."))
        return given


class PasswordForm(_Twice):
    """The old password, and a new one twice."""

    old = _secret(_("Old password"), new=False)
    field_order = ("old", "password", "again")


class FirstPasswordForm(_Twice):
    """The account and its first password, and one's own twice."""

    username = forms.CharField(
        label=_("Account name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    old = _secret(_("First password"), new=False)
    field_order = ("username", "old", "password", "again")


class SetUpForm(_Twice):
    """The code, the group, and three administrators."""

    code = forms.CharField(label=_("Code from the server's console"), max_length=60)
    group_code = forms.CharField(label=_("Code of the group"), max_length=100)
    group_name = forms.CharField(label=_("Name of the group"), max_length=100)
    field_order = ("code", "group_code", "group_name")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for kind in ADMINISTRATORS:
            self.fields[f"{kind}_number"] = forms.CharField(
                label=_("Staff number"), max_length=40
            )
            self.fields[f"{kind}_name"] = forms.CharField(
                label=_("Name"), max_length=60
            )
            self.fields[f"{kind}_account"] = forms.CharField(
                label=_("Account name"), max_length=60
            )

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under headings, each administrator apart."""
        first = [self[name] for name in ("code", "group_code", "group_name")]
        parts = [("", first)]
        for kind in ADMINISTRATORS:
            fields = [self[f"{kind}_{what}"] for what in ("number", "name", "account")]
            if kind is PostKind.SYSTEM_ADMIN:
                fields += [self["password"], self["again"]]
            parts.append((POST_WORDS[kind].say(gettext), fields))
        return parts


ADMINISTRATORS = (
    PostKind.SYSTEM_ADMIN,
    PostKind.SECURITY_ADMIN,
    PostKind.AUDIT_ADMIN,
)


class _OfUnits(forms.Form):
    def __init__(self, units: Iterable[OrgUnit], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        offered = list(units)
        for field in self.fields.values():
            if isinstance(field, UnitInput):
                field.offer(offered)


class AddUnitForm(_OfUnits):
    """A unit that opens."""

    code = forms.CharField(label=_("Code"), max_length=100)
    name = forms.CharField(label=_("Name"), max_length=100)
    parent = UnitInput(label=_("Under"))
    opened = MonthInput(label=_("Opens in"))


class MoveUnitForm(_OfUnits):
    """A unit that gets another above it."""

    unit = UnitInput(label=_("Unit"))
    parent = UnitInput(label=_("Under"))
    since = MonthInput(label=_("From month"))
    reason = forms.CharField(label=_("Reason and paper"), max_length=200)


class CloseUnitForm(_OfUnits):
    """A unit that closes, or merges into another."""

    unit = UnitInput(label=_("Unit"))
    last = MonthInput(label=_("Last month"))
    into = UnitInput(label=_("Merged into (if any)"), required=False)


class GroupUnitForm(_OfUnits):
    """Where a unit stands in a grouping beside the tree."""

    unit = UnitInput(label=_("Unit"))
    grouping = forms.CharField(label=_("Grouping"), max_length=60)
    label = forms.CharField(
        label=_("Stands under (none: no more)"), max_length=60, required=False
    )
    since = MonthInput(label=_("From month"))


class AddPersonForm(forms.Form):
    """A person with a first account."""

    staff_number = forms.CharField(label=_("Staff number"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(label=_("Account name"), max_length=60)


class _OfPersons(forms.Form):
    def __init__(self, persons: QuerySet[Person], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():
            if isinstance(field, PersonInput):
                field.known = persons


class AddAccountForm(_OfPersons):
    """Another account for somebody who is entered."""

    person = PersonInput(label=_("Staff number"), max_length=40)
    username = forms.CharField(label=_("Account name"), max_length=60)


class GrantPostForm(_OfPersons):
    """A post for a person."""

    person = PersonInput(label=_("Staff number"), max_length=40)
    kind = forms.ChoiceField(label=_("Post"))
    unit = UnitInput(label=_("Unit"))
    opened = forms.DateField(
        label=_("From day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    deputizes = PersonInput(
        label=_("In the stead of (staff number)"), max_length=40, required=False
    )

    def __init__(
        self,
        units: Iterable[OrgUnit],
        persons: QuerySet[Person],
        *given: Any,
        **options: Any,
    ) -> None:
        super().__init__(persons, *given, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitInput)
        unit.offer(units)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(k.value, POST_WORDS[k].say(gettext)) for k in PostKind]


class EndPostForm(forms.Form):
    """The last day of a post; none ends it at once."""

    last = forms.DateField(required=False)
