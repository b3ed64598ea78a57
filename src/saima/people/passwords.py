"""How passwords are kept, and how long they are."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext

from saima.core.words import words


class Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes: the least that OWASP advises."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class LongEnough(MinimumLengthValidator):
    """Says in our own words what Django's catalog says in English only."""

    def get_error_message(self) -> str:
        """What is wrong with a password that is too short."""
        least = words("it must have at least {least} characters", least=self.min_length)
        return least.say(gettext)
