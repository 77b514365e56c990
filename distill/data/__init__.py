"""What students are taught with: read where it lies, or made here."""
