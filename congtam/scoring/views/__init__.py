"""Pages of the month: one's own year and sheets, the head's month, the officer's periods."""
