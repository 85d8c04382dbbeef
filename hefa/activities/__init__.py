"""Things: activities 活動, their offerings 期別, and who enrolled."""
