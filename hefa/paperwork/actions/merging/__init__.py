"""合併學員 and its undoing: two learners who turned out to be one person whose number changed (R19)."""

from hefa.paperwork.actions.merging.merge import MergeOvertaken, ProvenTwice, merge_learners
from hefa.paperwork.actions.merging.part import PartingRefused, part_learners

__all__ = ["MergeOvertaken", "PartingRefused", "ProvenTwice", "merge_learners", "part_learners"]
