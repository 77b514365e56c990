"""Models that others made, read from their packages and checked by hash."""
