"""Who did what to which record, when and from where: an append-only, hash-chained trail."""
