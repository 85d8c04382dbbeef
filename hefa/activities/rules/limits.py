"""How much of a thing an offering may have."""

MOST_TOPICS = 10
"""子題 of an offering: lines a learner in the ECPA file (domain.md part 3)."""

MOST_ATTACHMENTS = 20
LARGEST_ATTACHMENT = 10 * 1024 * 1024
"""In bytes."""
