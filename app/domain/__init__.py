"""The rules of the house: pure Python, no I/O, no clock, no framework."""
