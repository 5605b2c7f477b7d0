"""How passwords made by chance are kept."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OneTimeHasher(PBKDF2PasswordHasher):
    """Django's own hasher with few rounds, for passwords of twenty letters that chance chose and that must be changed at once.

    Many rounds protect what people choose, which can be guessed; nobody guesses one of 10^29. A whole office is opened in a second.
    """

    algorithm = "one_time"
    iterations = 1000
