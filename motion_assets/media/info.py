"""Info: what a clip file holds, told before its frames are decoded.

Put the description of a file, of this project or of another, and its refusals here. Opening
and decoding belong in ``read`` and ``decode``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from motion_assets.errors import ClipReadError
from motion_assets.media.seal import Seal
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ, ReadLimits

# Containers that state their length, or their number of pictures, in advance, so that a file
# cut short can be told. AVI writers are off by a picture at times.
_STATES_LENGTH: Final = frozenset({"mov", "matroska"})
_STATES_FRAMES: Final = frozenset({"avi"})
_LENGTH_TOLERANCE_S: Final = 0.1
_FRAMES_TOLERANCE: Final = 2


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What a clip file holds.

    Sizes, rate and counts are 0 where there is no picture, except that a clip of sound alone
    made here keeps the ``fps`` of its instants. ``frame_count`` is exact for own clips; for
    others it is the number of coded pictures that are meant to be shown. ``exact`` is True only
    for a sealed clip of this project: its pixels and samples are the rendered ones.
    """

    width_px: int
    height_px: int
    fps: float
    frame_count: int
    duration_s: float
    has_picture: bool
    has_sound: bool
    has_opacity: bool
    exact: bool
    picture_codec: str | None
    sound_codec: str | None


@dataclass(frozen=True, slots=True)
class Tracks:
    """The streams of an open container that are decoded."""

    color: VideoStream | None
    sound: AudioStream | None
    opacity: VideoStream | None

    @property
    def present(self) -> tuple[Stream, ...]:
        """The streams that are there."""
        return tuple(s for s in (self.color, self.sound, self.opacity) if s is not None)


def own_tracks(container: InputContainer, seal: Seal, name: str) -> Tracks:
    """Tracks of a sealed clip.

    Raises
    ------
    ClipReadError
        If they are not those the writer makes; a clip without sound among them.
    """
    kinds = tuple(_kind(stream) for stream in container.streams)
    size = f"{seal.width_px}x{seal.height_px}"
    sound = f"flac s16 mono {SAMPLE_RATE_HZ}"
    if not seal.frame_count:
        expected: tuple[str, ...] = (sound,)
    else:
        expected = (f"h264 {size}", sound, f"h264 {size}")
    if kinds != expected:
        raise ClipReadError(
            f"{name}: sealed as a clip, but its tracks are [{', '.join(kinds)}] instead of "
            f"[{', '.join(expected)}]. Render it again."
        )
    videos = container.streams.video
    return Tracks(
        videos[0] if videos else None,
        container.streams.audio[0],
        videos[1] if videos else None,
    )


def foreign_tracks(container: InputContainer, limits: ReadLimits, name: str) -> Tracks:
    """First picture and first sound of a file of another program; cover art is no picture.

    Raises
    ------
    ClipReadError
        If there is neither, no decoder for them, or they are beyond the limits.
    """
    if len(container.streams) > limits.max_stream_count:
        raise ClipReadError(
            f"{name}: {len(container.streams)} tracks, at most {limits.max_stream_count} are "
            "read. Copy the picture and the sound into a file of their own."
        )
    color = next((s for s in container.streams.video if not _is_cover(s)), None)
    sound = next(iter(container.streams.audio), None)
    if color is None and sound is None:
        raise ClipReadError(
            f"{name}: neither picture nor sound in it: torn, or no media file. Pass a whole clip."
        )
    for stream in (color, sound):
        if stream is not None and not _is_decodable(stream):
            raise ClipReadError(
                f"{name}: no decoder for its {stream.type} track. Convert it, for example to mp4."
            )
    if color is not None:
        require_frame_px(color.codec_context.width, color.codec_context.height, limits, name)
    return Tracks(color, sound, None)


def own_info(seal: Seal) -> ClipInfo:
    """Description of a sealed clip."""
    has_picture = seal.frame_count > 0
    return ClipInfo(
        width_px=seal.width_px,
        height_px=seal.height_px,
        fps=float(seal.fps),
        frame_count=seal.frame_count,
        duration_s=(
            seal.frame_count / seal.fps if has_picture else seal.sample_count / SAMPLE_RATE_HZ
        ),
        has_picture=has_picture,
        has_sound=True,
        has_opacity=has_picture,
        exact=True,
        picture_codec="h264" if has_picture else None,
        sound_codec="flac",
    )


def foreign_info(
    container: InputContainer, tracks: Tracks, limits: ReadLimits, name: str
) -> ClipInfo:
    """Description of a file of another program, from all its packets, which this runs through.

    Raises
    ------
    ClipReadError
        If packets are damaged or missing at the end, or there is more than the limits allow.
    """
    color, sound = tracks.color, tracks.sound
    frame_count, end_s = _count_packets(container, tracks, limits, name)
    rate = None if color is None else color.average_rate or color.guessed_rate
    fps = 0.0 if rate is None else float(rate)
    if color is not None and (fps <= 0 or not frame_count):
        raise ClipReadError(f"{name}: its picture track has no frames: torn? Pass a whole file.")
    _require_stated_length(container, tracks, frame_count, end_s, name)
    return ClipInfo(
        width_px=0 if color is None else color.codec_context.width,
        height_px=0 if color is None else color.codec_context.height,
        fps=fps,
        frame_count=frame_count,
        duration_s=max(end_s, frame_count / fps if fps else 0.0),
        has_picture=color is not None,
        has_sound=sound is not None,
        has_opacity=color is not None and _has_alpha(color),
        exact=False,
        picture_codec=None if color is None else color.codec_context.name,
        sound_codec=None if sound is None else sound.codec_context.name,
    )


def require_frame_px(width_px: int, height_px: int, limits: ReadLimits, name: str) -> None:
    """Refuse pictures without pixels or with more than the limits allow.

    Raises
    ------
    ClipReadError
        If the number of pixels is outside of 1..``limits.max_frame_px``.
    """
    if not 0 < width_px * height_px <= limits.max_frame_px:
        raise ClipReadError(
            f"{name}: pictures of {width_px} x {height_px} px, at most {limits.max_frame_px} px "
            "are read. Scale it down first."
        )


def _count_packets(
    container: InputContainer, tracks: Tracks, limits: ReadLimits, name: str
) -> tuple[int, float]:
    """Pictures to be shown, and the end of the last packet in seconds from the first start."""
    color_index = None if tracks.color is None else tracks.color.index
    frame_count, end_s = 0, 0.0
    start_s = (container.start_time or 0) / av.time_base
    for packet in container.demux(tracks.present):
        if not packet.size:
            continue
        if packet.is_corrupt:
            raise ClipReadError(f"{name}: torn: a part of it is damaged. Pass a whole file.")
        frame_count += packet.stream_index == color_index and not packet.is_discard
        if packet.pts is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            end_s = max(end_s, end - start_s)
        if frame_count > limits.max_frame_count or end_s > limits.max_duration_s:
            raise ClipReadError(
                f"{name}: longer than the {limits.max_duration_s:g} s or "
                f"{limits.max_frame_count} frames that are read. Cut it first."
            )
    return frame_count, end_s


def _require_stated_length(
    container: InputContainer, tracks: Tracks, frame_count: int, end_s: float, name: str
) -> None:
    """Refuse a file that ends before its own statement says."""
    formats = frozenset(container.format.name.split(","))
    stated_s = (container.duration or 0) / av.time_base if formats & _STATES_LENGTH else 0.0
    if end_s < stated_s - _LENGTH_TOLERANCE_S:
        raise ClipReadError(
            f"{name}: torn: it ends after {end_s:.2f} s of the {stated_s:.2f} s it states. "
            "Pass a whole file."
        )
    stated = tracks.color.frames if tracks.color is not None and formats & _STATES_FRAMES else 0
    if frame_count < stated - _FRAMES_TOLERANCE:
        raise ClipReadError(
            f"{name}: torn: it has {frame_count} of the {stated} frames it states. "
            "Pass a whole file."
        )


def _kind(stream: Stream) -> str:
    """Codec and size, or codec, format and rate of a track, in the words of ffmpeg.

    The decoder of sound knows its format once it is open; that of pictures only when a frame
    is decoded, see ``decode.own_planes``.
    """
    if isinstance(stream, VideoStream):
        context = stream.codec_context
        return f"{context.name} {context.width}x{context.height}"
    if isinstance(stream, AudioStream):
        sound = stream.codec_context
        if not sound.is_open:
            sound.thread_count = 1
            sound.open()
        return f"{sound.name} {sound.format.name} {sound.layout.name} {sound.sample_rate}"
    return stream.type


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _is_decodable(stream: VideoStream | AudioStream) -> bool:
    context: object | None = stream.codec_context
    return context is not None


def _has_alpha(stream: VideoStream) -> bool:
    pixel_format = stream.codec_context.format
    if pixel_format is None:
        return False
    components: Iterable[av.video.format.VideoFormatComponent] = pixel_format.components
    return any(component.is_alpha for component in components)
