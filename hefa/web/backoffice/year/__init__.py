"""年度人員名冊, its reminders, and 開課單位總覽."""
