"""Histories of scans, played on the real server and judged by an oracle."""

import pytest

pytest.register_assert_rewrite("tests.awards.histories.checks", "tests.awards.histories.machine")
