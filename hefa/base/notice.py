"""個人資料蒐集告知: which text a person was shown when data were taken; it stands in `web.shell.notice`."""

NOTICE_VERSION = "115-11-26"
"""The day from which the text has stood so. Whoever changes the text changes this day with it (a test holds both)."""
