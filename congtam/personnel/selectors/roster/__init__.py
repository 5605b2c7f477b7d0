"""Judging a roster before anything is written: every row, every cell that is wrong, and what the row would change."""

from congtam.personnel.selectors.roster.judging import judge_roster
from congtam.personnel.selectors.roster.lines import Judgement, PersonLine, Problem, Step, UnitLine

__all__ = ["Judgement", "PersonLine", "Problem", "Step", "UnitLine", "judge_roster"]
