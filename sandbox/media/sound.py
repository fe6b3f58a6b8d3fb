"""A quiet bed of sound for a clip: a soft chord that breathes, over a little air."""

import random

_ROOTS_HZ = (110.0, 123.47, 130.81, 146.83, 164.81, 174.61)
_CHORDS = ((1.0, 1.25, 1.5, 2.0), (1.0, 1.2, 1.5, 2.0), (1.0, 1.333, 1.5, 2.25), (1.0, 1.25, 1.5, 1.875))
_LEVEL = 0.028


def bed(prompt: str, *, seconds: float) -> str:
    """Return an ffmpeg audio source of that length, the same for the same prompt."""
    chance = random.Random(f"sound {prompt}")  # noqa: S311 - repeatable, not secret
    root, chord = chance.choice(_ROOTS_HZ), chance.choice(_CHORDS)
    voices = "+".join(_voice(root * step, index) for index, step in enumerate(chord))
    chord_source = f"aevalsrc='{voices}':s=44100:d={seconds}"
    air = f"anoisesrc=color=brown:amplitude=0.02:seed={chance.randrange(2**31)}:r=44100:d={seconds}"
    fades = f"afade=t=in:d=0.15,afade=t=out:st={max(0.0, seconds - 0.2):.3f}:d=0.2"
    mix = f"[chord][air]amix=inputs=2:normalize=0,{fades},aformat=channel_layouts=stereo"
    return f"{chord_source}[chord];{air}[air];{mix}"


def _voice(pitch: float, index: int) -> str:
    """Return one note of the chord, swelling in a rhythm of its own; higher notes are quieter."""
    swell = f"(0.7+0.3*sin(2*PI*{0.11 + 0.05 * index:.2f}*t))"
    return f"{_LEVEL / (1 + index * 0.4):.4f}*sin(2*PI*{pitch:.2f}*t)*{swell}"


def silence(_: str, *, seconds: float) -> str:
    """Return a silent source of that length, for clips ordered without sound."""
    return f"anullsrc=r=44100:cl=stereo:d={seconds}"
