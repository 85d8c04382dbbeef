"""Passwords: argon2id at 19 MiB, two passes, one lane (65 ms where Django's default took 775 ms; security.md)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """The parameters that OWASP names for argon2id."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
