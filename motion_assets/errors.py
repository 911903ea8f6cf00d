"""Errors this package raises on purpose.

Put an error here when a caller would catch it by type. A message names what was
expected, what arrived and the way out; it is written where it is raised.
"""


class MotionAssetsError(Exception):
    """Root of every error this package raises on purpose; its text is fit for a user."""


class ShapeError(MotionAssetsError, ValueError):
    """An array does not have the axes or the dtype the function documents."""


class UnknownValueError(MotionAssetsError, ValueError):
    """A value is not in the vocabulary of its aspect."""


class LimitError(MotionAssetsError, ValueError):
    """A duration, size, count or length is outside the limits named in the message."""


class BadNameError(MotionAssetsError, ValueError):
    """An id or partition key that may not become part of a path."""


class ClipReadError(MotionAssetsError):
    """A clip file that cannot be read whole: torn, truncated, foreign or missing."""


class ClipWriteError(MotionAssetsError):
    """A clip file that could not be written whole; nothing is left behind."""


class StorageError(MotionAssetsError):
    """An object or table in the lake that is missing, torn or not what its name says."""


class RequestError(MotionAssetsError, ValueError):
    """A reel request that is missing or cannot be carried out as written."""


class RefusedWordError(MotionAssetsError, ValueError):
    """A word or value that may not be learned as it was given; the message names the rule."""
