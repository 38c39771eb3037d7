"""The application for any WSGI server: ``wsgi:app``."""

from app import create_server

app = create_server()
