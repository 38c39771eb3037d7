"""Measures what a step costs, how it grows, and how peers do; ``python -m bench``."""
