"""The post room: what leaves the house, and files at rest."""
