"""The words of the agencies."""

NO_UNIT_LABEL = "一般民眾（無服務單位）"
NO_UNIT_CODE = "none"
"""What a form sends for a person without a unit; stored as no unit at all."""
