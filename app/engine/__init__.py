"""The engine room: what the hall may ask of it, and nothing of how it is done."""

from app.engine.expressions import evaluate
from app.engine.layout import laid_out
from app.engine.model import Model, Upload
from app.engine.parser import model
from app.engine.picture import picture
from app.engine.runner import local_variables, resume, start, visible_variables
from app.engine.upload import read

__all__ = [
    "Model",
    "Upload",
    "evaluate",
    "laid_out",
    "local_variables",
    "model",
    "picture",
    "read",
    "resume",
    "start",
    "visible_variables",
]
