"""The pledge sheet of a unit, for printing and signing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saima.core.pledges import pledge_lines
from saima.core.subjects import SubjectKind, Subjects
from saima.people.asking import Asked
from saima.plans.queries import (
    indicator_value,
    indicators_of,
    latest_targets,
    subject_value,
    subjects_in,
    target_value,
)
from saima.plans.views.asking import unit_asked


@require_safe
def pledge(request: Asked, unit: str, year: int) -> HttpResponse:
    """What a unit has promised for a year: its own targets and those of its subjects."""
    row = unit_asked(request, unit, year)
    tree = request.actor.tree
    root = tree.root_of(row.pk)
    own = list(subjects_in([row.pk]))
    own.sort(key=lambda subject: subject.kind != SubjectKind.UNIT.value)
    targets = list(latest_targets([row.pk], year))
    page = {
        "unit": row,
        "root": root,
        "year": year,
        "lines": pledge_lines(
            Subjects(subject_value(subject, tree) for subject in own),
            {one.code: indicator_value(one) for one in indicators_of(root, year)},
            map(target_value, targets),
        ),
        "papers": sorted({target.paper for target in targets if target.paper}),
        "sample": row.sample or any(subject.sample for subject in own),
    }
    return render(request, "plans/pledge.html", page)
