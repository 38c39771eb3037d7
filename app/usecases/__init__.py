"""The hall: one function a wish, called by every door inside one unit of work."""
