"""From a sentence to what has become of it, in the plan and among the tasks."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.utils.html import strip_tags

from saima.core.versions import Decision
from saima.library.models import KeyTask
from saima.library.tests.made import Library
from saima.plans.actions.adopt import adopt
from saima.plans.actions.drafts import Change, Spreading, change, discard, phase
from saima.plans.actions.proposals import take_up
from saima.plans.models import Draft, Target
from saima.plans.proposed import Standing, proposals_for
from saima.submissions.tests.made import JANUARY

Browsers = Callable[[str], Client]
REVENUE = ("a", "revenue")


def accepted(library: Library, client: Client, name: str = "会议.txt") -> str:
    """The page of a paper of which all is accepted."""
    row = library.paper(name=name)
    path = f"/papers/g/{row.pk}/"
    numbers = ",".join(str(said.pk) for said in library.said(row))
    assert 302 == client.post(f"{path}sure/", {"statement": numbers}).status_code
    return path


def drafted(library: Library) -> None:
    """The planner takes what the paper proposes into the draft."""
    (one,) = proposals_for(library.root, 2026, reads=True)
    by = library.cast.who("planner", "planner")
    take_up(library.root, 2026, one.row.pk, seen=one.seen, by=by)


def test_the_paper_tells_what_the_plan_has_made_of_its_target(
    library: Library, client_of: Browsers
) -> None:
    client = client_of("planner")
    path, root = accepted(library, client), library.root
    by = library.cast.who("planner", "planner")

    def told() -> str:
        page = client.get(path).content.decode()
        (line,) = re.findall(r'class="said-result">(.*?)</p>', page)
        return strip_tags(line)

    def standing() -> tuple[Standing, bool]:
        (one,) = proposals_for(root, 2026, reads=True)
        plan = client.get("/plans/g/2026/").content.decode()
        assert one.name in "".join(re.findall(r"sign-proposed-(\w+)", plan))
        return one.standing, f"proposed/{one.row.pk}/" in plan

    assert told() == "现行计划： 不低于 1,200 万元"
    assert standing() == (Standing.OPEN, True)
    drafted(library)
    assert told() == "现行计划： 不低于 1,200 万元 已入草稿"
    discard(root, 2026, by=by)
    assert told() == "现行计划： 不低于 1,200 万元"
    drafted(library)
    phase(root, 2026, Spreading(REVENUE, "even", Draft.objects.get().seen), by=by)
    adopt(root, 2026, Decision(JANUARY, "按会议"), by=by)
    assert told() == "现行计划： 不低于 1,800 万元"
    assert standing() == (Standing.IN_FORCE, False)
    seen = Target.objects.filter(subject__code="a").latest("version").event_id
    change(root, 2026, [Change(REVENUE, "na", "1", seen)], by=by)
    adopt(root, 2026, Decision(JANUARY, "取消", "党委会纪要 1 号"), by=by)
    assert told() == "现行计划： 不适用"
    assert standing() == (Standing.REPLACED, False)
    accepted(library, client, "另一份.txt")  # after the change it is a new proposal
    told_again = proposals_for(root, 2026, reads=True)
    assert [Standing.REPLACED, Standing.OPEN] == [one.standing for one in told_again]


def test_an_accepted_task_leads_to_the_list_with_what_was_chosen(
    library: Library, client_of: Browsers
) -> None:
    row, client = library.paper(), client_of("planner")
    path = f"/papers/g/{row.pk}/"
    number = library.said(row)[2].pk
    form = {"seen": "0", "lead_unit": "甲公司", "due_on": "2026-07-31"}
    client.post(f"{path}statements/{number}/accept/", form)
    page = client.get(path).content.decode()
    (line,) = re.findall(rf'#t{KeyTask.objects.get().pk}">(.*?)</p>', page)
    assert strip_tags(line) == "文件中的任务 · 甲公司 · 2026-07-31"
