"""Measurements of teachers and students, by name of the data they were made on."""
