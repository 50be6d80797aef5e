"""The colour map of directions.

    python3 make_direction_map.py            # needs numpy; rewrites assets/colormaps/direction.hex

A circle of hues in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020), tilted: red is darker than
green. Who cannot tell red from green still sees lightness and the axis from blue to yellow, and on these two alone the
circle is an ellipse; were it level, they would see opposite directions alike. The 256 colours are equally far apart along
the curve, entry 128 begins at the hue 0 (direction 0 of -180 to 180 degrees), and the whole lies within sRGB.
"""

import pathlib

import numpy as np

FILE = pathlib.Path(__file__).parents[2] / "assets" / "colormaps" / "direction.hex"
LIGHTNESS, CHROMA, TILT = 0.70, 0.13, 0.10


def srgb(lightness, a, b):
    """OKLab to sRGB in 0 to 1."""
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = np.array(
        [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
    )
    assert 0 <= linear.min() and linear.max() <= 1
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def curve(hue):
    """A point of the tilted circle."""
    return np.array([LIGHTNESS - TILT * np.cos(hue), CHROMA * np.cos(hue), CHROMA * np.sin(hue)])


hues = np.linspace(0, 2 * np.pi, (1 << 16) + 1)
steps = np.sqrt((np.diff(curve(hues), axis=1) ** 2).sum(axis=0))
lengths = np.concatenate([[0], np.cumsum(steps)])
places = ((np.arange(256) + 0.5) / 256 + 0.5) % 1
colors = srgb(*curve(np.interp(places, lengths / lengths[-1], hues)))
digits = ["%02x%02x%02x" % tuple(color) for color in np.round(255 * colors).astype(int).T]
lines = [" ".join(digits[i : i + 16]) for i in range(0, 256, 16)]
FILE.write_text("\n".join(lines) + "\n")
