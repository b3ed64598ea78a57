"""The whole folder together: do the parts make the whole, can every rule compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saima.core.breakdown import Gap, gaps
from saima.core.calendars import Calendar, UnknownYear
from saima.core.findings import Finding, Place, blocking
from saima.core.indicators import IndicatorKind, RollUp
from saima.core.intake.collected import Collected
from saima.core.intake.doubts import Doubts
from saima.core.intake.figures import FiguresRead, Known, read_figures
from saima.core.intake.headings import ROLE_NAMES, Layout, Role, layout_of, role_of
from saima.core.intake.indicators import read_indicators
from saima.core.intake.lookup import Indicators
from saima.core.intake.schemes import read_scheme, read_year
from saima.core.intake.subjects import read_subjects
from saima.core.intake.targets import CALENDAR_STEP, PlacedTarget, Plan, read_targets
from saima.core.intake.trees import Node
from saima.core.names import folded
from saima.core.numbers import plain_text
from saima.core.periods import month_words, months_of
from saima.core.progress import Convention
from saima.core.races import Race
from saima.core.schemes import Scheme
from saima.core.subjects import Subject, Subjects
from saima.core.tables import Sheet
from saima.core.words import Words, words

ROLE_WORDS = {
    Role.UNITS: words("units"),
    Role.INDICATORS: words("indicators"),
}


@dataclass(frozen=True)
class Intake:
    """What came of a folder: a race, or the findings that refuse it."""

    race: Race | None
    findings: tuple[Finding, ...]


def take_in(
    scheme_tree: Node,
    sheets: Sequence[Sheet],
    calendar: Calendar,
    presets: Mapping[str, Node],
) -> Intake:
    """Turn sheets and a scheme into a race; all findings at once, nothing half read."""
    found = Collected()
    year = read_year(scheme_tree, found)
    if found.refused:  # without its year, no month of a table can be judged
        undated = (Role.TARGETS, Role.FIGURES)
        sheets = [sheet for sheet in sheets if role_of(sheet) not in undated]
    layouts = _layouts(sheets, year, found)
    indicators = Indicators(read_indicators(layouts[Role.INDICATORS], found))
    scheme = read_scheme(scheme_tree, year, indicators, presets, found)
    groups = frozenset(folded(g.name) for g in scheme.groups) if scheme else None
    read = read_subjects(layouts[Role.UNITS], groups, found)
    subjects = Subjects(_grouped(read, scheme))
    plan = Plan(year, subjects, indicators, calendar)
    targets = read_targets(layouts[Role.TARGETS], plan, found)
    known = Known(year, subjects, indicators)
    figures = read_figures(layouts[Role.FIGURES], known, found)
    Doubts(figures, targets, subjects, indicators, found).check()
    _check_breakdown(subjects, indicators, targets, found)
    _check_levels(subjects, indicators, figures, targets, found)
    if scheme is not None:
        _check_scheme(scheme, scheme_tree.place, subjects, indicators, targets, found)
        _check_calendar(scheme, scheme_tree.place, calendar, found)
    if scheme is None or found.refused:
        return Intake(None, found.findings())
    race = Race(
        scheme,
        subjects,
        indicators.by_code,
        {key: placed.target for key, placed in targets.items()},
        figures.figures(),
        calendar,
    )
    _check_rates(race, scheme_tree.place, found)
    findings = found.findings()
    return Intake(None if blocking(findings) else race, findings)


def _grouped(read: Sequence[Subject], scheme: Scheme | None) -> list[Subject]:
    """The subjects with their groups named as the scheme names them."""
    names = (
        {folded(rules.name): rules.name for rules in scheme.groups} if scheme else {}
    )
    return [
        s if s.group is None else s.racing_in(names.get(folded(s.group), s.group))
        for s in read
    ]


def _layouts(
    sheets: Sequence[Sheet], year: int, found: Collected
) -> dict[Role, list[Layout]]:
    layouts: dict[Role, list[Layout]] = {role: [] for role in Role}
    for sheet in sheets:
        if not any(any(cell is not None for cell in row) for row in sheet.rows):
            continue
        role = role_of(sheet)
        if role is None:
            found.error(
                "unknown_sheet",
                sheet.place(0),
                words("nothing says what this sheet holds"),
                words(
                    "name it 单位, 指标, 目标 or 实绩 (units, indicators, targets, "
                    "figures), or take it out of the folder"
                ),
            )
            continue
        layout = layout_of(sheet, role, found, year)
        if layout is not None:
            layouts[role].append(layout)
    for role in (Role.UNITS, Role.INDICATORS):
        if not any(role_of(sheet) is role for sheet in sheets):
            _no_sheet(role, sheets, found)
    return layouts


def _no_sheet(role: Role, sheets: Sequence[Sheet], found: Collected) -> None:
    place = Place(sheets[0].file if sheets else ".")
    found.error(
        "no_sheet",
        place,
        words("there is no table of {role}", role=ROLE_WORDS[role]),
        words(
            "add a sheet or a CSV named {name} ({role})",
            name=ROLE_NAMES[role][2 if role is Role.UNITS else 1],
            role=role.value,
        ),
    )


def _check_calendar(
    scheme: Scheme, place: Place, calendar: Calendar, found: Collected
) -> None:
    if scheme.convention is not Convention.WORKDAY:
        return
    if scheme.year not in calendar.years:
        unknown = UnknownYear(scheme.year, calendar.years)
        found.error("unknown_year", place, unknown.text, CALENDAR_STEP)
        return
    for month in months_of(scheme.year):
        if not calendar.working_days_in_month(month.year, month.number):
            found.error(
                "no_workdays",
                place,
                words(
                    "the calendar has no working day in {month}",
                    month=month_words(month),
                ),
                words("correct the calendar.csv of the folder"),
            )


def _check_levels(
    subjects: Subjects,
    indicators: Indicators,
    read: FiguresRead,
    targets: Mapping[tuple[str, str], PlacedTarget],
    found: Collected,
) -> None:
    """What is promised or reported for the parts is not reported for the whole."""
    carried = {(subject, code) for subject, code, _ in read.months} | {
        key for key, placed in targets.items() if placed.target.applicable
    }
    for subject, indicator, basis in read.months:
        where = read.where[subject, indicator, basis]
        below = next(
            (p for p in subjects.below(subject) if (p.code, indicator) in carried), None
        )
        if below is not None and where:
            found.error(
                "whole_and_parts",
                next(iter(where.values())).place,
                words(
                    "{indicator} is reported for {subject}, but planned or reported for "
                    "{part} below it",
                    indicator=indicators.by_code[indicator].name,
                    subject=subjects[subject].name,
                    part=below.name,
                ),
                words("report it for the whole or for its parts, not for both"),
            )


def _check_breakdown(
    subjects: Subjects,
    indicators: Indicators,
    targets: Mapping[tuple[str, str], PlacedTarget],
    found: Collected,
) -> None:
    """Where a whole and its parts both have targets, the parts make the whole."""
    plan = {key: placed.target for key, placed in targets.items()}
    for gap in gaps(subjects, indicators.by_code, plan):
        found.error(
            "breakdown_does_not_tie",
            targets[gap.subject.code, gap.indicator.code].place,
            _gap_words(gap),
            words("change the whole or a part until they tie"),
        )


def _gap_words(gap: Gap) -> Words:
    said: dict[str, str | int] = {
        "subject": gap.subject.name,
        "indicator": gap.indicator.name,
        "whole": plain_text(gap.whole),
        "parts": plain_text(gap.parts),
        "gap": plain_text(gap.gap),
    }
    if gap.month is None:
        return words(
            "{subject} {indicator}: the whole is {whole}, the parts make {parts}: {gap} "
            "apart",
            **said,
        )
    return words(
        "{subject} {indicator}, month {month}: the whole is {whole}, the parts make "
        "{parts}: {gap} apart",
        month=gap.month,
        **said,
    )


def _check_scheme(
    scheme: Scheme,
    place: Place,
    subjects: Subjects,
    indicators: Indicators,
    targets: Mapping[tuple[str, str], PlacedTarget],
    found: Collected,
) -> None:
    """Somebody runs, and the plan holds what the convention needs."""
    if len(subjects) and not any(subject.group for subject in subjects):
        found.error(
            "no_entrants",
            place,
            words("no unit has a group, so nobody runs in this race"),
            words("enter a 组别 (group) for each unit that runs"),
        )
    if scheme.convention is Convention.PLAN:
        _check_phasing(indicators, targets, found)


def _check_phasing(
    indicators: Indicators,
    targets: Mapping[tuple[str, str], PlacedTarget],
    found: Collected,
) -> None:
    for (_, code), placed in targets.items():
        target, indicator = placed.target, indicators.by_code[code]
        level = indicator.roll_up is RollUp.LAST
        if target.year is not None and target.months is None and not level:
            found.error(
                "no_phasing",
                placed.place,
                words("the scheme goes by the phased plan, but no months are planned"),
                words("enter the months, or a 分月方式 such as 均分 (even)"),
            )


def _check_rates(race: Race, place: Place, found: Collected) -> None:
    """A rate of several subjects cannot be added up."""
    for subject in race.subjects:
        rules = race.scheme.rules_of(subject.group)
        for item in rules.tree.items() if rules else ():
            indicator = race.indicators[item.indicator]
            carriers = race.carriers(subject.code, item.indicator)
            if indicator.kind is IndicatorKind.RATE and len(carriers) > 1:
                found.error(
                    "rate_added",
                    place,
                    words(
                        "{subject} {indicator} is a rate of {count} subjects, which "
                        "cannot be added up",
                        subject=subject.name,
                        indicator=indicator.name,
                        count=len(carriers),
                    ),
                    words("report it for the unit itself, or count what it is made of"),
                )
