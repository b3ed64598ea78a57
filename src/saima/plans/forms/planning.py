"""What is typed in beside the grid: a decision, a workbook, what a target means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saima.core.periods import Month, month_words, months_of
from saima.core.targets import BOUND_WORDS, Bound
from saima.people.queries import this_month


class TickedForm(forms.Form):
    """A form whose ticks stand below what is typed, each before its words."""

    def typed(self) -> list[BoundField]:
        """What is typed or chosen."""
        return [one for one in self.visible_fields() if one not in self.ticked()]

    def ticked(self) -> list[BoundField]:
        """What is ticked."""
        return [
            one
            for one in self.visible_fields()
            if isinstance(one.field, forms.BooleanField)
        ]


class AdoptForm(TickedForm):
    """The decision that puts drafts in force."""

    since = forms.ChoiceField(label=_("First month in force"))
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=400, required=False
    )
    paper = forms.CharField(label=_("Deciding paper"), max_length=200, required=False)
    whole_year = forms.BooleanField(
        label=_("First targets hold for the months already reported too"),
        required=False,
    )

    def __init__(
        self, year: int, reported: Month | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reported = reported
        if reported is None:
            del self.fields["whole_year"]  # no month that it could touch
        now = this_month()
        self.fields["since"].choices = [  # type: ignore[attr-defined]  # it is a choice
            (str(month), month_words(month).say(gettext)) for month in months_of(year)
        ]
        since = now if now.year == year else Month(year, 1)
        if reported is not None:  # what was reported keeps its target
            since = min(max(since, reported.next()), Month(year, 12))
        self.fields["since"].initial = str(since)

    def clean_since(self) -> Month:
        """The month as a value."""
        return Month.parse(self.cleaned_data["since"])


class UploadForm(forms.Form):
    """A plan workbook to be tried."""

    file = forms.FileField(
        label=_("Plan workbook"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.ods"}),
    )


class MeaningForm(TickedForm):
    """What a target means beside its numbers, which the grid has."""

    bound = forms.ChoiceField(label=_("The target is to be kept"))
    floor = forms.CharField(label=_("Floor"), max_length=40, required=False)
    stretch = forms.CharField(label=_("Stretch goal"), max_length=40, required=False)
    na = forms.BooleanField(label=_("Does not apply"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bound"].choices = [  # type: ignore[attr-defined]  # it is a choice
            (bound.value, BOUND_WORDS[bound].say(gettext)) for bound in Bound
        ]
