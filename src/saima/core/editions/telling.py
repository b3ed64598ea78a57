"""What an edition says of its entrants and rules, in words."""

from __future__ import annotations

from saima.core.editions.rules import Timing
from saima.core.races import Unranked
from saima.core.words import words

TIMING_WORDS = {
    Timing.AT_OPENING: words("public before the month opened"),
    Timing.AMENDED: words("amended after the month had opened"),
    Timing.AFTERWARDS: words("published after the month had opened"),
}
ABSENCE_WORDS = {
    "left": words("no longer part of the group"),
    "not_open": words("not open yet"),
    "closed": words("closed"),
}
UNRANKED_SHORT = {
    Unranked.MISSING: words("not reported"),
    Unranked.CANNOT_COMPUTE: words("cannot compute"),
    Unranked.NOTHING_APPLIES: words("nothing applies"),
}
