"""Models that we make, and how each kind is taught."""
