"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes: the least that OWASP advises."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
