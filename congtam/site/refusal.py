"""What stops a command of the application."""


class UnableToContinueError(Exception):
    """A command cannot go on; the message is one line for whoever ran it: why, and what to do."""
