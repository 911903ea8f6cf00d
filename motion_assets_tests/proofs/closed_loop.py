"""The closed loop: generated prompts of all registers, each made into a file and measured.

Run by hand: ``python -m motion_assets_tests.proofs.closed_loop 1000 1 256x144`` writes 1,000
prompts from seed 1, makes a clip of each in a temporary folder, reads the file back and lists
every asked value that it does not show and every ruled out one that it does, and what was
declined with its reason. Every clip counts for the open choices of the next. A size of ``open``
leaves the ratio to each clip.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.uses import NO_USES, Uses
from motion_assets.core.observations.proof import Proof
from motion_assets.settings import Settings
from motion_assets.steps.generate import generate_prompts
from motion_assets.steps.single import SingleClip, make_clip


def made(
    prompt: str, size: tuple[int, int] | tuple[None, None], folder: Path, uses: Uses
) -> SingleClip:
    """A clip of a prompt, with what it leaves open drawn by what was shown before."""
    request = ClipRequest(prompt=prompt, width_px=size[0], height_px=size[1])
    settings = Settings(data_dir=folder / "data")
    return make_clip(request, folder / "clip.mp4", seed=1, settings=settings, uses=uses)


def _counts(proof: Proof) -> bool:
    """Whether a file is to show, or not to show, what a prompt says, and can be measured for it."""
    choice = proof.choice
    return choice.origin != "chosen" and choice.rendered and proof.measurable


def main(count: int, seed: int, size: tuple[int, int] | tuple[None, None]) -> None:
    """Print every miss, and the figures over all prompts."""
    begun = time.process_time()
    held: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    wrong_clips = 0
    uses = NO_USES
    with tempfile.TemporaryDirectory() as folder:
        for each in generate_prompts(count, seed=seed).prompts:
            clip = made(each.text, size, Path(folder), uses)
            uses = uses.after(clip.built.shown)
            for choice in clip.built.choices:
                if not choice.rendered:
                    declined[choice.aspect] += 1
                    told = f"declined {choice.aspect} {choice.value}: {choice.reason}"
                    sys.stdout.write(f"{each.text!r}: {told}\n")
            proofs = [proof for proof in clip.proofs if _counts(proof)]
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
            sys.stdout.flush()
    seconds = time.process_time() - begun
    for aspect in sorted(held | missed | declined):
        sys.stdout.write(
            f"{aspect:28s} held {held[aspect]:5d}  missed {missed[aspect]:3d}  "
            f"declined {declined[aspect]}\n"
        )
    sys.stdout.write(
        f"{wrong_clips} of {count} clips miss something; {held.total()} values held, "
        f"{missed.total()} missed; {seconds:.0f} CPU-s\n"
    )


if __name__ == "__main__":
    wide, _, high = sys.argv[3].partition("x")
    main(int(sys.argv[1]), int(sys.argv[2]), (int(wide), int(high)) if high else (None, None))
