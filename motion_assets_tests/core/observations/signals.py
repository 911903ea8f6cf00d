"""Independent test signals: made by ffmpeg, in one process, never by the code under test."""

import subprocess
from itertools import product

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
Signal = tuple[str, str]
"""An ffmpeg source filter and the class it has to be heard as."""


def labeled_signals() -> list[Signal]:
    """76 sources: colored noise, sines of 45 to 5,000 Hz, chords, AM and silence; -6 to -34 dB."""
    levels_db = (-6, -12, -20, -27, -34)
    noises = [
        (f"anoisesrc=color={color}:r=48000:seed=7:a=0.5,volume={level + 6}dB", "hiss")
        for color, level in product(("white", "violet", "blue"), levels_db)
    ]
    browns = [
        (f"anoisesrc=color=brown:r=48000:seed=5:a=1,volume={level}dB", "rumble")
        for level in levels_db
    ]
    lows = [(f"sine=f={hz}:r=48000,volume=12dB", "rumble") for hz in (45, 60, 80)]
    sines = [  # the sine source peaks at -18 dBFS
        (f"sine=f={hz}:r=48000,volume={level + 18}dB", "tone")
        for hz, level in product((110, 147, 220, 440, 997, 1760, 3000, 5000), (-6, -12, -20, -34))
    ]
    chords = [
        (_expression("+".join(f"sin(2*PI*{hz}*t)/3" for hz in notes), level), "tone")
        for notes, level in product(
            (
                (220.0, 277.2, 329.6),
                (261.6, 311.1, 392.0),
                (440.0, 554.4, 659.3),
                (130.8, 196.0, 329.6),
            ),
            (-12, -24, -34),
        )
    ]
    pulsing = [
        (_expression(f"sin(2*PI*600*t)*(0.6+0.4*sin(2*PI*{hz}*t))", level), "tone")
        for hz, level in product((2, 5, 11), (-6, -20))
    ]
    silent = [
        ("anullsrc=r=48000", "silence"),
        ("anoisesrc=color=white:r=48000:a=0.5:seed=1,volume=-70dB", "silence"),
        ("sine=f=300:r=48000,volume=-60dB", "silence"),
    ]
    return [*noises, *browns, *lows, *sines, *chords, *pulsing, *silent]


def _expression(wave: str, level_db: int) -> str:
    return f"aevalsrc='({wave})*pow(10,{level_db}/20)':s=48000"


def one_second_each(signals: list[Signal], codec: str) -> NDArray[np.int16]:
    """One second of every signal, end to end, through a lossless codec; shape (sample,)."""
    cuts = [
        f"{source},atrim=duration=1,aformat=sample_rates={RATE_HZ}:channel_layouts=mono[s{i}]"
        for i, (source, _) in enumerate(signals)
    ]
    joined = "".join(f"[s{i}]" for i in range(len(signals)))
    graph = ";".join([*cuts, f"{joined}concat=n={len(signals)}:v=0:a=1[out]"])
    made = _ffmpeg("-filter_complex", graph, "-map", "[out]", *_coded(codec))
    decoded = _ffmpeg("-f", codec, "-i", "-", "-f", "s16le", "-", data=made)
    return np.frombuffer(decoded, dtype="<i2").astype(np.int16)


def _coded(codec: str) -> tuple[str, ...]:
    return ("-sample_fmt", "s16", "-f", codec, "-")


def _ffmpeg(*arguments: str, data: bytes | None = None) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *arguments]
    run = subprocess.run(command, input=data or b"", capture_output=True, check=True, timeout=60)
    return run.stdout
