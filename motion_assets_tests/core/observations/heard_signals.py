"""Independent sound of 4 s each: made by ffmpeg's own sources, never by the code under test."""

import subprocess
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
SIGNAL_S = 4.0
AAC_DELAY_SAMPLES = 1_024
Samples = NDArray[np.int16]
_RAW = ("-f", "f32le", "-ar", str(RATE_HZ), "-ac", "1")

_THIRDS = (1.1892, 1.2599)
_FIFTH = 1.4983


def beats_at(rng: np.random.Generator, count: int) -> list[tuple[str, float]]:
    """Sources that keep a beat, with its tempo: clicks, pips, gated and struck sines and noise."""
    return [_beat(rng, index % 6) for index in range(count)]


def _beat(rng: np.random.Generator, kind: int) -> tuple[str, float]:
    bpm = float(rng.uniform(50, 190))
    period = 60 / bpm
    turn = f"mod(t+{rng.uniform(0, period):.4f},{period:.5f})"
    sine = f"sin(2*PI*{rng.uniform(150, 2_000):.0f}*t)"
    gate = f"lt({turn},{rng.uniform(0.2, 0.6) * period:.4f})"
    struck = f"exp(-{turn}*{rng.uniform(6, 14):.1f})"
    wave = (
        f"lt({turn},0.004)",
        f"sin(2*PI*1000*t)*lt({turn},0.03)",
        f"{sine}*{gate}",
        f"{sine}*{struck}",
        f"(random(0)*2-1)*{gate}",
        f"(random(0)*2-1)*{struck}",
    )[kind]
    return _played(rng.uniform(0.1, 0.8), wave), bpm


def presences(rng: np.random.Generator) -> list[tuple[str, str]]:
    """Sources with the presence each has to be heard as: 29 of them."""
    noises = [
        f"anoisesrc=color={color}:r={RATE_HZ}:seed={rng.integers(10**6)}:a={rng.uniform(0.05, 0.8)}"
        for color in ("pink", "brown", "white", "velvet", "pink", "brown")
    ]
    wind = f"{noises[2]},lowpass=f={rng.uniform(300, 3_000):.0f}"
    quiet = f"anoisesrc=color=white:r={RATE_HZ}:a=0.5:seed=9,volume={rng.uniform(-85, -62):.1f}dB"
    held = _played(rng.uniform(0.1, 0.5), _chord(rng))
    ambient = [(source, "ambient") for source in (*noises, wind, held)]
    silent = [(source, "silence") for source in (f"anullsrc=r={RATE_HZ}", quiet)]
    music = [(_played(rng.uniform(0.1, 0.7), _music(rng, i)), "music") for i in range(6)]
    full = [(_played(rng.uniform(0.3, 0.6), _full(rng, i)), "full") for i in range(6)]
    hits = [(_played(rng.uniform(0.2, 0.8), _hits(rng, i)), "sfx") for i in range(7)]
    return [*ambient, *silent, *music, *full, *hits]


def _played(level: float, wave: str) -> str:
    return f"aevalsrc='{level:.3f}*({wave})':s={RATE_HZ}"


def _chord(rng: np.random.Generator) -> str:
    root_hz = rng.uniform(110, 500)
    ratios = (1.0, rng.choice(_THIRDS), _FIFTH)
    return "(" + "+".join(f"sin(2*PI*{root_hz * ratio:.1f}*t)/3" for ratio in ratios) + ")"


def _music(rng: np.random.Generator, kind: int) -> str:
    """A chord under a gate that opens on every beat, ends softly, or never closes quite."""
    period = 60 / rng.uniform(60, 170)
    turn = f"mod(t+{rng.uniform(0, period):.4f},{period:.5f})"
    gates = (
        f"lt({turn},{rng.uniform(0.3, 0.7) * period:.4f})",
        f"exp(-{turn}*{rng.uniform(3, 9):.1f})",
        f"(0.2+0.8*lt({turn},{rng.uniform(0.2, 0.5) * period:.4f}))",
    )
    return f"{_chord(rng)}*{gates[kind % 3]}"


def _full(rng: np.random.Generator, kind: int) -> str:
    """Music, noise throughout, and in every other one two bursts off the beat."""
    starts = rng.uniform(0.2, 3.7, size=2)
    bursts = "+".join(f"between(t,{start:.3f},{start + 0.12:.3f})" for start in starts)
    burst = 0.4 if kind % 2 else 0.0
    noise = rng.uniform(0.08, 0.3)
    return f"{_music(rng, kind)}+{noise:.3f}*(random(0)*2-1)+{burst}*(random(1)*2-1)*({bursts})"


def _hits(rng: np.random.Generator, kind: int) -> str:
    """Bursts or struck sounds, a short and a long distance in turn, of noise or of one pitch."""
    gaps = np.where(np.arange(9) % 2, rng.uniform(0.45, 0.75, 9), rng.uniform(1.0, 1.7, 9))
    starts = rng.uniform(0.0, 0.4) + np.cumsum([0.0, *gaps[kind % 2 :]])
    end = rng.uniform(0.05, 0.2)
    parts = [
        f"between(t,{start:.3f},{start + end:.3f})"
        if kind % 2
        else f"gte(t,{start:.3f})*exp(-max(t-{start:.3f},0)*{rng.uniform(8, 20):.1f})"
        for start in starts[starts < SIGNAL_S - 0.3]
    ]
    tone = f"sin(2*PI*{rng.uniform(200, 2_500):.0f}*t)"
    return f"{('(random(0)*2-1)', tone)[kind // 2 % 2]}*({'+'.join(parts)})"


def four_seconds_each(sources: Sequence[str], codec: str) -> list[Samples]:
    """The first 4 s of every source, through one encoder: ``flac``, or ``aac`` at 128 kbit/s."""
    made = _coded(*_RAW, "-i", "-", codec=codec, data=_played_each(tuple(sources)))
    length = round(SIGNAL_S * RATE_HZ)
    return [made[i * length : (i + 1) * length] for i in range(len(sources))]


@lru_cache(maxsize=2)
def _played_each(sources: tuple[str, ...]) -> bytes:
    """What ffmpeg plays, not coded: it takes as long as coding it, and every encoder gets it."""
    cuts = [
        f"{source},atrim=duration={SIGNAL_S},"
        f"aformat=sample_rates={RATE_HZ}:channel_layouts=mono[s{i}]"
        for i, source in enumerate(sources)
    ]
    joined = "".join(f"[s{i}]" for i in range(len(sources)))
    graph = ";".join([*cuts, f"{joined}concat=n={len(sources)}:v=0:a=1[out]"])
    return _ffmpeg("-filter_complex", graph, "-map", "[out]", *_RAW, "-", data=b"")


def through_aac(tracks: Sequence[Samples]) -> list[Samples]:
    """Every track through AAC at 128 kbit/s, half a second of silence between them."""
    gap = np.zeros(RATE_HZ // 2, dtype=np.int16)
    whole = np.concatenate([part for track in tracks for part in (track, gap)])
    raw = ("-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "-")
    made = _coded(*raw, codec="aac", data=whole.astype("<i2").tobytes())
    starts = np.cumsum([0, *(track.size + gap.size for track in tracks)])
    return [
        made[start : start + track.size]
        for track, (start, _) in zip(tracks, pairwise(starts), strict=True)
    ]


def _coded(*arguments: str, codec: str, data: bytes = b"") -> Samples:
    formats = {"flac": ("flac", "flac", 0), "aac": ("adts", "aac", AAC_DELAY_SAMPLES)}
    written, read, delay = formats[codec]
    rate = ("-b:a", "128k") if codec == "aac" else ("-sample_fmt", "s16")
    coded = _ffmpeg(*arguments, "-c:a", codec, *rate, "-f", written, "-", data=data)
    mono = ("-f", "s16le", "-ac", "1", "-ar", str(RATE_HZ), "-")
    decoded = np.frombuffer(_ffmpeg("-f", read, "-i", "-", *mono, data=coded), dtype="<i2")
    return np.concatenate([decoded[delay:], np.zeros(delay, dtype="<i2")]).astype(np.int16)


def _ffmpeg(*arguments: str, data: bytes) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *arguments]
    run = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    return run.stdout
