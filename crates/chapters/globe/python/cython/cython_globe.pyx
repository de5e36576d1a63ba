# cython: language_level=3
"""The distance with C's types and C's mathematics, for Cython to turn into C."""

from libc.math cimport atan2, cos, pi, sin, sqrt


def distance(double lon1, double lat1, double lon2, double lat2):
    cdef double half = pi / 360.0
    cdef double dlon = (lon2 - lon1) * half
    cdef double north = sin((lat2 - lat1) * half)
    cdef double south = sin((lat2 + lat1) * half)
    cdef double cosines = cos(lat1 * (2.0 * half)) * cos(lat2 * (2.0 * half))
    cdef double a = north * north + cosines * sin(dlon) * sin(dlon)
    cdef double b = south * south + cosines * cos(dlon) * cos(dlon)
    return 2.0 * 6371.0 * atan2(sqrt(a), sqrt(b))


def step(unsigned long long x):
    return x + 1
