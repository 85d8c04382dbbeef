"""What a learner has earned (學習護照)."""
