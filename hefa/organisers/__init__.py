"""People: organisers 開課單位 and their officers 承辦人."""
