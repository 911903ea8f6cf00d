"""Source: an untrusted media file, opened and decoded within limits.

Put everything that guards the library here: what may be opened, for how long, and which of
its errors become a refusal. What the frames mean belongs in ``read`` and ``decode``.
"""

import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
from av import AudioFrame, VideoFrame
from av.container import InputContainer
from av.stream import Stream

from motion_assets.errors import ClipReadError
from motion_assets.vocabulary.limits import READABLE_CONTAINERS, ReadLimits

# What the library raises on content it cannot follow: its own errors, and those of Python
# where it turns bytes of the file into text, enumerations, sizes or memory.
CONTENT_ERRORS: Final = (av.FFmpegError, OSError, ValueError, OverflowError, MemoryError)

# Files only, and only formats that hold their own media: a playlist could name any other file.
_GUARDS: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": READABLE_CONTAINERS,
    "threads": "1",
}

# A sealed clip is an MP4 whose tracks are known: no packet of it is decoded, and only one is
# read, to find out what is in it.
_SEALED_FORMAT: Final = "mp4"
_UNPROBED: Final = {"probesize": "32", "codec_whitelist": "none"}

_MEDIA: Final = (VideoFrame, AudioFrame)


class Source:
    """One media file that is opened, perhaps more than once, within one budget of time."""

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        self.path = path
        self.limits = limits
        self._left_s = limits.max_read_s
        self._container: InputContainer | None = None
        self._require_plain_file()

    def close(self) -> None:
        """Let go of the file; frames that were handed out stay valid."""
        if self._container is not None:
            self._container.close()
            self._container = None

    def open(self, *, sealed: bool) -> InputContainer:
        """The file, at its beginning; what was opened before is closed.

        Of a sealed clip only what its container states is known then.
        """
        self.close()
        options = _GUARDS | {"max_pixels": str(self.limits.max_frame_px)}
        if sealed:
            options |= _UNPROBED
        with self.refusing():
            self._container = av.open(
                str(self.path.absolute()),
                "r",
                format=_SEALED_FORMAT if sealed else None,
                options=options,
                metadata_errors="replace",
                timeout=self.limits.max_read_s,
            )
        return self._container

    def decoded(
        self, container: InputContainer, streams: Sequence[Stream]
    ) -> Iterator[tuple[int, VideoFrame | AudioFrame]]:
        """Every frame of the streams with the index of its stream, in the order of the file.

        Raises
        ------
        ClipReadError
            If a packet or a frame is damaged, or time is up.
        """
        with self.refusing():
            for stream in streams:
                self._prepare(stream)
            start_s = time.monotonic()
            for packet in container.demux(streams):
                frames = packet.decode()
                self._spend(time.monotonic() - start_s)
                if packet.is_corrupt:
                    raise self._damaged()
                index = packet.stream_index
                for frame in frames:
                    if isinstance(frame, _MEDIA):
                        if frame.is_corrupt:
                            raise self._damaged()
                        yield index, frame
                start_s = time.monotonic()

    def refusal(self, what: str, way_out: str) -> ClipReadError:
        """Error that names the file, what is wrong with it and what to do."""
        return ClipReadError(f"{self.path}: {what}. {way_out}.")

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what the library says about the content into a refusal."""
        try:
            yield
        except CONTENT_ERRORS as error:
            raise self.undecodable(error) from error

    def undecodable(self, error: Exception) -> ClipReadError:
        """Refusal for one of the `CONTENT_ERRORS`."""
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return self.refusal(
            f"it cannot be decoded: {reason}",
            "Torn or no media file: render or fetch it again, or convert it to mp4",
        )

    def _prepare(self, stream: Stream) -> None:
        context = stream.codec_context
        if not context.is_open:
            context.thread_count = 1
            context.options = {"max_pixels": str(self.limits.max_frame_px)}

    def _damaged(self) -> ClipReadError:
        return self.refusal("torn: a part of it is damaged", "Pass a whole file")

    def _spend(self, seconds: float) -> None:
        self._left_s -= seconds
        if self._left_s < 0:
            raise self.refusal(
                f"not decoded within {self.limits.max_read_s:g} s", "Pass a shorter or smaller file"
            )

    def _require_plain_file(self) -> None:
        try:
            status = self.path.stat()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self.refusal(f"cannot be opened: {reason}", "Check the name") from error
        if not stat.S_ISREG(status.st_mode):
            raise self.refusal("a folder or device, not a file", "Pass a clip file")
        if status.st_size == 0:
            raise self.refusal("an empty file", "Render or fetch it again")
        if status.st_size > self.limits.max_size_bytes:
            raise self.refusal(
                f"{status.st_size} bytes, at most {self.limits.max_size_bytes} are read",
                "Cut it or scale it down first",
            )
