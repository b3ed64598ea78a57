"""What a person says before a statement is accepted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saima.core.numbers import plain_text
from saima.core.periods import Month
from saima.core.targets import BOUND_WORDS, Bound
from saima.library.models import Sort, Statement
from saima.library.suggesting import (
    ACTUAL,
    TARGET,
    TASK,
    Desk,
    Suggestion,
    Taking,
)
from saima.plans.actions.drafts import read_amount
from saima.plans.models import Draft, Indicator


class MonthInput(forms.TextInput):
    """A field of a month, such as 2022-09."""

    input_type = "month"


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError as no:
        raise forms.ValidationError(_("Write the month as 2022-09.")) from no


class NumberForm(forms.Form):
    """As what a number is accepted."""

    kind = forms.ChoiceField(label=_("It is"))
    subject = forms.ChoiceField(label=_("Subject"))
    indicator = forms.ChoiceField(label=_("Indicator"))
    bound = forms.ChoiceField(label=_("Meant as"))
    amount = forms.CharField(label=_("Value"), max_length=60)
    first = forms.CharField(label=_("First month"), required=False, widget=MonthInput)
    last = forms.CharField(label=_("Up to the month"), widget=MonthInput)
    words = forms.CharField(label=_("Remark"), max_length=400, required=False)

    def __init__(
        self, desk: Desk, meant: Suggestion, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", given(meant.taking))
        super().__init__(*args, **kwargs)
        self.desk, self.meant = desk, meant
        fits = [fit.what for fit in meant.subjects.found]
        subjects = [row for row, _name in desk.subjects]
        measures = [row for row, _name in desk.indicators(None)]
        self.subjects = {row.code: row for row in subjects}
        self.indicators = {row.code: row for row in measures}
        self._choices(
            "kind", [(TARGET, gettext("target")), (ACTUAL, gettext("result"))]
        )
        self._choices("subject", [("", "—"), *_offered(fits, subjects)])
        likely = [fit.what for fit in meant.indicators.found]
        self._choices("indicator", [("", "—"), *_offered(likely, measures)])
        self._choices("bound", [(b.value, BOUND_WORDS[b].say(gettext)) for b in Bound])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a choice

    def clean_first(self) -> Month | None:
        """The month as a value."""
        return _month(self.cleaned_data["first"])

    def clean_last(self) -> Month | None:
        """The month as a value."""
        return _month(self.cleaned_data["last"])

    def clean(self) -> dict[str, Any]:
        """The number in the unit of its indicator."""
        given_: dict[str, Any] = super().clean() or {}
        last = given_.get("last")
        indicator = self._indicator(given_.get("indicator", ""), last)
        if indicator is None or not given_.get("amount"):
            return given_
        value, fault = read_amount(Draft(indicator=indicator), given_["amount"])
        if fault is not None:
            said = " · ".join(part.say(gettext) for part in fault)
            self.add_error("amount", said)
        given_["value"], given_["measure"] = value, indicator
        return given_

    def _indicator(self, code: str, last: Month | None) -> Indicator | None:
        """The indicator in the version that holds in the year."""
        year = last.year if last else None
        held = {row.code: row for row, _name in self.desk.indicators(year)}
        return held.get(code) or self.indicators.get(code)

    def taking(self) -> Taking:
        """As what it is accepted."""
        told = self.cleaned_data
        first, last = told["first"], told["last"]
        if told["kind"] == TARGET:
            first, last = Month(last.year, 1), Month(last.year, 12)
        return Taking(
            told["kind"],
            self.subjects[told["subject"]],
            told["measure"],
            first,
            last,
            told["value"],
            Bound(told["bound"]),
        )


def _offered(likely: list[Any], every: list[Any]) -> list[tuple[str, Any]]:
    """What is chosen from: the likely ones first, then all others."""
    first = {row.code for row in likely}
    rest = [(row.code, row.name) for row in every if row.code not in first]
    if not likely:
        return rest
    named = [(row.code, row.name) for row in likely]
    return [(gettext("Likely"), named), (gettext("All others"), rest)]


class TaskForm(forms.Form):
    """As what something to be done is accepted."""

    lead_unit = forms.CharField(label=_("Lead unit"), max_length=200, required=False)
    due_on = forms.DateField(
        label=_("Deadline"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(label=_("Remark"), max_length=400, required=False)

    def __init__(
        self, desk: Desk, meant: Suggestion, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", given(meant.taking))
        super().__init__(*args, **kwargs)

    def taking(self) -> Taking:
        """As what it is accepted."""
        told = self.cleaned_data
        return Taking(TASK, lead_unit=told["lead_unit"], due_on=told["due_on"])


def form_of(
    said: Statement, desk: Desk, meant: Suggestion, *args: Any
) -> NumberForm | TaskForm:
    """What is asked about a statement."""
    kind = TaskForm if said.sort == Sort.TASK else NumberForm
    return kind(desk, meant, *args)


def given(taking: Taking) -> dict[str, str]:
    """A taking as its form writes it."""
    if taking.kind == TASK:
        due_on = taking.due_on
        return {
            "lead_unit": taking.lead_unit,
            "due_on": due_on.isoformat() if due_on else "",
        }
    return {
        "kind": taking.kind,
        "subject": taking.subject.code if taking.subject else "",
        "indicator": taking.indicator.code if taking.indicator else "",
        "bound": taking.bound.value if taking.bound else "",
        "amount": "" if taking.amount is None else plain_text(taking.amount),
        "first": str(taking.first or ""),
        "last": str(taking.last or ""),
    }
