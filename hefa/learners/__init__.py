"""People: learners 學員, and the vault that alone opens their national IDs."""
