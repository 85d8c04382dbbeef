"""How people and classes are counted: apart, because a class is known by its head count alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadCount:
    """So many people by name, and so many classes or units with so many heads together."""

    people: int
    groups: int = 0
    heads: int = 0

    @property
    def label(self) -> str:
        """As a count is told: 2, and with classes 2 人＋1 班 28 人."""
        return f"{self.people} 人＋{self.groups} 班 {self.heads} 人" if self.groups else str(self.people)

    @property
    def label_of_people(self) -> str:
        """As a sentence counts people: 2 人, and with classes 2 人＋1 班 28 人."""
        return self.label if self.groups else f"{self.people} 人"

    def __str__(self) -> str:
        return self.label
