"""A year's campaign: proposals with reasons, quotas, decisions by the authority, notice and publication, petitions."""
