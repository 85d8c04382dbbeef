"""Passwords: argon2id at 19 MiB, two passes, one lane (65 ms where Django's default took 775 ms; security.md)."""

from django.contrib.auth.hashers import Argon2PasswordHasher

PASSES = 2
KIBIBYTES = 19 * 1024
LANES = 1
"""What OWASP names for argon2id."""


class Argon2id(Argon2PasswordHasher):
    """Django's hasher with these parameters."""

    time_cost = PASSES
    memory_cost = KIBIBYTES
    parallelism = LANES
