"""How the times of two sites are taken and compared."""

import pytest

from benchmarks.measuring import Page, Target, ratio


def target(*times, rounds=1):
    """A site that nobody asks, with these times for each of its pages."""
    return Target("essai", 10, 0, [Page("/", times=list(one)) for one in times], rounds)


@pytest.mark.parametrize("rounds", [1, 3, 10])
def test_fewer_rounds_are_spread_over_the_run(rounds):
    due = [turn for turn in range(10) if target([1], rounds=rounds).is_due(turn, 10)]
    assert len(due) == rounds
    assert due[-1] == 9


def test_sites_are_compared_question_by_question():
    found = ratio(target([10, 30, 20], [2, 2], [9, 9]), target([10, 10], [1], [3]))
    assert found.paired == 2
    assert found.medians == 9 / 6.5


def test_most_times_are_under_the_95th_percentile():
    assert target(list(range(101))).p95 == 95
