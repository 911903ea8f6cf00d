"""The closed loop: generated prompts of all registers, each made into a file and measured.

Run by hand: ``python -m motion_assets_tests.proofs.closed_loop 1000 1 256x144`` writes 1,000
prompts from seed 1, makes a clip of each in a temporary folder, reads the file back and lists
every asked value that it does not show and every ruled out one that it does.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.observations.proof import Proof
from motion_assets.settings import Settings
from motion_assets.steps.generate import generate_prompts
from motion_assets.steps.single import make_clip


def misses(prompt: str, size: tuple[int, int], folder: Path, settings: Settings) -> list[Proof]:
    """Asked or ruled out values of a prompt that its file does not hold to, and how many hold."""
    request = ClipRequest(prompt=prompt, width_px=size[0], height_px=size[1])
    clip = make_clip(request, folder / "clip.mp4", seed=1, settings=settings)
    return [p for p in clip.proofs if p.choice.origin != "chosen" and p.passed is not None]


def main(count: int, seed: int, size: tuple[int, int]) -> None:
    """Print every miss, and the figures over all prompts."""
    begun = time.process_time()
    held: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong_clips = 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        for each in generate_prompts(count, seed=seed).prompts:
            proofs = misses(each.text, size, Path(folder), settings)
            failed = [proof for proof in proofs if not proof.passed]
            held.update(proof.choice.aspect for proof in proofs if proof.passed)
            missed.update(proof.choice.aspect for proof in failed)
            wrong_clips += bool(failed)
            for proof in failed:
                kind = "ruled out" if proof.choice.forbidden else "asked"
                sys.stdout.write(
                    f"{each.text!r}: {kind} {proof.choice.aspect} {proof.choice.value}, "
                    f"measured {proof.measured}\n"
                )
    seconds = time.process_time() - begun
    for aspect in sorted(held | missed):
        sys.stdout.write(f"{aspect:28s} held {held[aspect]:5d}  missed {missed[aspect]}\n")
    sys.stdout.write(
        f"{wrong_clips} of {count} clips miss something; {held.total()} values held, "
        f"{missed.total()} missed; {seconds:.0f} CPU-s\n"
    )


if __name__ == "__main__":
    wide, high = sys.argv[3].split("x")
    main(int(sys.argv[1]), int(sys.argv[2]), (int(wide), int(high)))
