"""What is typed in on the pages of indicators, of subjects and of what is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saima.core import indicators as measures
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.core.units_of_measure import UnitOfMeasure
from saima.core.words import Words
from saima.people.models import OrgUnit
from saima.plans.actions.duties import Undertaking
from saima.plans.actions.indicators import Wording, unit_called
from saima.plans.forms.planning import TickedForm
from saima.plans.models import Indicator
from saima.plans.telling import (
    BASIS_WORDS,
    DIRECTION_WORDS,
    KIND_WORDS,
    ROLL_UP_WORDS,
    SUBJECT_WORDS,
)


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


class UnitInput(forms.ChoiceField):
    """A unit of the group."""

    def clean(self, value: Any) -> Any:
        """The unit itself; nothing is None."""
        return self.known.get(super().clean(value))

    def offer(self, units: Iterable[OrgUnit]) -> None:
        """The units that may be chosen."""
        self.known = {unit.code: unit for unit in units}
        named = [(code, f"{unit.name} · {code}") for code, unit in self.known.items()]
        self.choices = [("", "—"), *named]


class IndicatorsInput(forms.MultipleChoiceField):
    """Indicators of the catalog."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """The indicators themselves."""
        return tuple(self.known[code] for code in super().clean(value))

    def offer(self, indicators: Iterable[Indicator]) -> None:
        """The indicators that may be chosen."""
        self.known = {row.code: row for row in indicators}
        self.choices = [(code, row.name) for code, row in self.known.items()]


class OfGroup(TickedForm):
    """A form that offers the units and indicators of one group."""

    def __init__(
        self,
        units: Iterable[OrgUnit],
        indicators: Iterable[Indicator],
        *given: Any,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():
            if isinstance(field, UnitInput):
                field.offer(units)
            elif isinstance(field, IndicatorsInput):
                field.offer(indicators)


def _choice(label: Any, said: Mapping[Any, Words], **options: Any) -> forms.ChoiceField:
    """One of the words of an enumeration, in the language of the request."""

    def choices() -> list[tuple[str, str]]:
        return [(one.value, text.say(gettext)) for one, text in said.items()]

    return forms.ChoiceField(label=label, choices=choices, **options)


class _Measured(forms.Form):
    """What is computed with."""

    unit_of_measure = forms.CharField(
        label=_("Unit of measure"),
        max_length=20,
        widget=forms.TextInput(attrs={"list": "units-of-measure"}),
    )
    kind = _choice(_("Kind"), KIND_WORDS)
    direction = _choice(_("Direction"), DIRECTION_WORDS)
    roll_up = _choice(_("Roll-up"), ROLL_UP_WORDS)
    decimals = forms.IntegerField(
        label=_("Decimals"), min_value=0, max_value=8, initial=2
    )
    may_be_negative = forms.BooleanField(label=_("May be negative"), required=False)

    def clean_unit_of_measure(self) -> UnitOfMeasure:
        """The unit itself, by any of its names."""
        try:
            return unit_called(self.cleaned_data["unit_of_measure"])
        except Refused as no:
            said = (no.text.say(gettext), no.next_step.say(gettext))
            raise ValidationError("；".join(said)) from no

    def measure(self, code: str, name: str) -> measures.Indicator:
        """The indicator as rules compute with it."""
        given = self.cleaned_data
        return measures.Indicator(
            code,
            name,
            given["unit_of_measure"],
            measures.IndicatorKind(given["kind"]),
            measures.Direction(given["direction"]),
            measures.RollUp(given["roll_up"]),
            given["may_be_negative"],
            given["decimals"],
        )


class _Worded(forms.Form):
    """What is said of an indicator."""

    name = forms.CharField(label=_("Name of the indicator"), max_length=100)
    office = UnitInput(label=_("Office in charge"), required=False)
    definition = forms.CharField(
        label=_("Definition"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wording(self) -> Wording:
        """The words, as the action takes them."""
        given = self.cleaned_data
        return Wording(given["name"], given["definition"], given["office"])


class IndicatorForm(OfGroup, _Measured, _Worded):
    """A new indicator."""

    code = forms.CharField(label=_("Code"), max_length=100)
    listed = forms.BooleanField(label=_("Each counted thing is named"), required=False)
    field_order = ("code", "name", "unit_of_measure")


class VersionForm(OfGroup, _Measured):
    """What an indicator measures from a month on."""

    since = MonthInput(label=_("From month"))


class WordsForm(OfGroup, _Worded):
    """An indicator in better words."""


class SubjectForm(OfGroup):
    """A project, a parcel or a branch."""

    kind = _choice(_("Kind"), SUBJECT_WORDS)
    code = forms.CharField(label=_("Code"), max_length=100)
    name = forms.CharField(label=_("Name of the subject"), max_length=100)
    unit = UnitInput(label=_("Unit that answers for it"))
    opened = MonthInput(label=_("Opens in"), required=False)
    closed = MonthInput(label=_("Last month"), required=False)

    def clean_kind(self) -> SubjectKind:
        """The kind as a value."""
        return SubjectKind(self.cleaned_data["kind"])


class _Reported(OfGroup):
    """What is reported, how, and from when."""

    indicators = IndicatorsInput(label=_("Indicators"))
    basis = _choice(_("Basis"), BASIS_WORDS)
    since = MonthInput(label=_("From month"))

    def work(self) -> Undertaking:
        """What is taken on."""
        given = self.cleaned_data
        return Undertaking(given["indicators"], Basis(given["basis"]), given["since"])


class DutyForm(_Reported):
    """More that is reported of a subject."""


class EliminationForm(_Reported):
    """What one unit sells to another."""

    seller = UnitInput(label=_("Seller"))
    buyer = UnitInput(label=_("Buyer"))
    field_order = ("seller", "buyer")


class LastMonthForm(forms.Form):
    """The last month of a subject, or of something that is reported."""

    last = MonthInput(label=_("Last month"))
