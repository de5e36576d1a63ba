"""The distance in plain Python, line by line the formula of `great_circle`."""

from math import atan2, cos, pi, sin, sqrt


def distance(lon1, lat1, lon2, lat2):
    half = pi / 360.0
    dlon = (lon2 - lon1) * half
    north = sin((lat2 - lat1) * half)
    south = sin((lat2 + lat1) * half)
    cosines = cos(lat1 * (2.0 * half)) * cos(lat2 * (2.0 * half))
    a = north * north + cosines * sin(dlon) * sin(dlon)
    b = south * south + cosines * cos(dlon) * cos(dlon)
    return 2.0 * 6371.0 * atan2(sqrt(a), sqrt(b))


def step(x):
    return x + 1
