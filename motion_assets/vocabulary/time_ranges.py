"""Time: what shots, changes, pacing and gaits are, with every figure both sides use.

Put a figure here when drawing must stay inside it and measuring must use the same one, and
the value is told by how a picture changes over seconds. Travel speeds and directions live in
``definitions``, lists of values in ``aspects``. All figures without another source are chosen
by eye and by trial at 64 x 64 pixels and 12 frames a second, where they are hardest to tell.

Definitions
-----------
Shot
    The frames between the middles of two changes, or between a change and an end of the clip.
    A shot is seen plainly, with no change going on, for `CHANGE_SIDE_S` at least; two
    changes closer than that are one.
Change
    A cut has no frame that shows both shots or neither. A fade goes through black, a dissolve
    shows both shots in the same places, a wipe shows them in different places along one axis.
    Its length is the number of frames that are of neither shot alone, over the frame rate.
Cut frequency
    Changes of any kind a minute, over the whole clip.
Pacing
    A film at twice the pace is the same series of pictures as a film of things twice as fast,
    so no series of pictures tells the pace without a clock of known rate in it. The picture
    carries one: all light breathes by `BREATH_SHARE` about its mean, `BREATH_HZ` times the pace
    a second, starting at its mean and rising. Where that breath is not seen, there is no pace.
Gait
    How subjects keep to their travel, in the time of their shot. Speed is the mean over the
    shot: its windows all get it, so that an even and an eased travel are compared alike.
    Jerky stands still between releases `JERKS_HZ` times a second; rough is thrown off its way
    to both sides; fluid drags a soft trail; smooth does none of this. Pulsing changes its
    speed `PULSES_HZ` times a second, wave swings across its way `WAVE_HZ` times a second,
    random changes its speed at moments that do not repeat, steady does none of this. Eased
    travel is slow at the start, at the end or at both ends of its shot.
"""

from typing import Final

from motion_assets.vocabulary.definitions import Range

# Changes a minute.
CUT_FREQUENCY: Final = {
    "none": Range(0.0, 0.0),
    "rare": Range(0.01, 10.0),
    "normal": Range(10.01, 25.0),
    "fast": Range(25.01, 50.0),
    "rapid": Range(50.01, 6_000.0),
}

CUT_FREQUENCY_DRAWN: Final = {
    "none": Range(0.0, 0.0),
    "rare": Range(2.0, 8.5),
    "normal": Range(12.0, 22.0),
    "fast": Range(29.0, 45.0),
    "rapid": Range(56.0, 100.0),
}

# Seconds from the middle of one change to the middle of the next.
SHOT_LENGTH_S: Final = {
    "1": Range(0.89, 1.2),
    "2": Range(1.7, 2.35),
    "4": Range(3.5, 4.6),
    "6": Range(5.3, 6.8),
    "10": Range(9.0, 11.2),
}

SHOT_ALONE_S: Final = {"1": 1.15, "2": 2.3}
SHOT_LONGER_S: Final = {"2": 2.15, "4": 4.35}
"""Lengths that are drawn where a shot is the whole clip, and where more is to be told in an asked
one; a length that is not named is drawn as it is called."""

# Seconds in which neither shot is seen alone.
CHANGE_S: Final = {
    "0.0": Range(0.0, 0.07),
    "0.25": Range(0.17, 0.34),
    "0.5": Range(0.40, 0.62),
    "1.0": Range(0.82, 1.2),
}

DRAWN_PLAIN_S: Final = 0.34
BRIEF_PLAIN_S: Final = 0.3
"""Seconds that every drawn shot is seen plainly at least, and where it would else come near to a
length that nobody asks for; less than `CHANGE_SIDE_S` is none."""

FADE_BLACK_SHARE: Final = 0.16
"""Share of a fade, in its middle, that is black."""

WIPE_EDGE_SHARE: Final = 0.04
"""Width of the edge of a wipe in shares of the side that it crosses."""

# The breath of the light, the picture's own clock.
BREATH_HZ: Final = 1.0
BREATH_SHARE: Final = 0.05
BREATH_SHARES: Final = Range(0.028, 0.062)
"""Depths that are taken for a breath."""

LEAST_BREATH_S: Final = 1.9
"""Seconds of picture that a pace needs at least: a breath at the slowest pace."""

_BREATHS: Final = 1.3
"""Breaths of the light from which its pace is told."""

# Evenness of a travel.
JERKS_HZ: Final = 6.0
ROUGH_HZ: Final = 10.0
"""Throws off the way a second; each goes to the other side than the one before."""

ROUGH_WIDTHS: Final = 0.017
"""Mean distance of a throw along either axis, in frame widths."""

TRAIL_SHARES: Final = (0.5, 0.34, 0.2)
"""Coverage of the ghosts behind a fluid subject, nearest first."""

TRAIL_STEP: Final = 0.42
"""Distance from one ghost to the next in shares of the subject's extent."""

# Repetition of a travel.
PULSES_HZ: Final = 2.0
PULSE_DEPTH: Final = 0.75
"""Change of speed in shares of its mean."""

WAVE_HZ: Final = 1.5
WAVE_WIDTHS: Final = 0.035
"""Swing to either side in frame widths."""

RANDOM_PACES: Final = (0.1, 1.9)
RANDOM_HOLDS_S: Final = ((0.12, 0.22), (0.3, 0.5))
"""Seconds that a pace is kept: a short and a long one follow one another, so that no speed comes
back at even times."""

# Change of speed over a shot, in shares of the mean.
EASE_DEPTH: Final = 0.75

# Evidence of a change between shots, as shares of the difference of the two shots.
CHANGE_SIDE_S: Final = 0.25
"""Seconds looked at on either side of a change."""

LONGEST_CHANGE_S: Final = 1.35
LEAST_CLEAR: Final = 4.0
LEAST_CUT_CLEAR: Final = 2.2
"""Squared difference of two shots over what each varies by itself, where they are two."""

LEAST_CHANGED_SHARE: Final = 0.42
LEAST_QUICK_SHARE: Final = 0.37
LEAST_CUT_SHARE: Final = 0.42
"""Share of the picture over which two shots differ at least: a subject that jumps is no cut."""

MOST_UNQUIET: Final = 0.3
MOST_OFF_LINE: Final = 0.25
MOST_UNMIXED: Final = 0.12
MOST_OFF_RAMP: Final = 0.16
MOST_SIDE_SLOPE: Final = 0.27
"""How unquiet shots may be beside a change; how far a frame within it may be from every mixture
of both; how far its course may be from an even one; how steep it may go on outside of it."""

FADE_BLACK: Final = 0.14
"""Share of the lesser light beside a fade that its darkest frame has at most."""

FADE_LEAVES: Final = 0.8
"""Share of the light of a shot at which its fade is said to begin; what an even fade loses of its
length by this is added back."""

# Evidence of a gait: figures between the drawn one and none.
HELD_SHARE: Final = 0.22
"""Share of the squared steps of a jerky travel that falls within its holds, at most."""

LEAST_WAVE_WIDTHS: Final = 0.014
LEAST_ROUGH_WIDTHS: Final = 0.004
LEAST_TRAIL: Final = 0.2
LEAST_GAIT_S: Final = 0.55
"""Seconds of a shot in which subjects must be followed before their gait is named."""

LEAST_GAIT_SHOT_S: Final = 0.9
"""Seconds that a shot lasts at least before anything is said of how its subjects travel."""


def least_stray_s(length_s: float) -> float:
    """Root mean square of how far a random pace strays at least, in seconds of its mean speed.

    >>> least_stray_s(1.0), least_stray_s(4.0)
    (0.009, 0.03)
    """
    return min(0.009 + 0.021 * max(length_s - 1.0, 0.0), 0.03)


def needed_breath_s(pace: float) -> float:
    """Shortest clip that tells a pace.

    >>> needed_breath_s(0.5), needed_breath_s(1.5)
    (2.6, 1.9)
    """
    return max(LEAST_BREATH_S, _BREATHS / (pace * BREATH_HZ))
