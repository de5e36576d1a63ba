"""Seconds that a way takes, run by run: `python3 times.py WHAT WAY[,WAY] CALLS RUNS`. Several ways take turns.

WHAT is `step`, whose work is one addition, or `distance`. WAY is python, ctypes, untyped, cython, pyo3; for `distance`
also pyo3_serial, pyo3_array and numpy, which get all pairs at once. The loop around the calls is part of the time."""

import ctypes
import functools
import importlib.util
import os
import random
import sys
from time import perf_counter

MODULES = {"python": "python_globe", "untyped": "untyped_globe", "cython": "cython_globe", "pyo3": "globe"}


def steps(way, calls):
    if way == "ctypes":
        folder = os.path.dirname(importlib.util.find_spec("cython_globe").origin)
        step = ctypes.CDLL(os.path.join(folder, "libstep.so")).c_step
        step.argtypes, step.restype = [ctypes.c_uint64], ctypes.c_uint64
    else:
        step = importlib.import_module(MODULES[way]).step

    def run():
        x = 0
        for _ in range(calls):
            x = step(x)
        assert x == calls

    return run


@functools.cache
def random_pairs(calls):
    """The same numbers for every way."""
    draw = random.Random(7).uniform
    return list(zip(*[[draw(-limit, limit) for _ in range(calls)] for limit in (180, 90, 180, 90)]))


def distances(way, calls):
    pairs = random_pairs(calls)
    if way in MODULES:
        distance = importlib.import_module(MODULES[way]).distance

        def run():
            for a, b, c, d in pairs:
                distance(a, b, c, d)

        return run
    import numpy as np

    columns = [np.array(column) for column in zip(*pairs)]
    km = np.empty(calls)
    if way in ("pyo3_array", "pyo3_serial"):
        module = importlib.import_module("globe")
        return lambda: module.distances(*columns, km, simd=way == "pyo3_array")

    def run():
        lon1, lat1, lon2, lat2 = columns
        half = np.pi / 360.0
        dlon = (lon2 - lon1) * half
        north, south = np.sin((lat2 - lat1) * half), np.sin((lat2 + lat1) * half)
        cosines = np.cos(lat1 * (2.0 * half)) * np.cos(lat2 * (2.0 * half))
        a = north * north + cosines * np.sin(dlon) ** 2
        b = south * south + cosines * np.cos(dlon) ** 2
        km[:] = 2.0 * 6371.0 * np.arctan2(np.sqrt(a), np.sqrt(b))

    return run


def main(what, ways, calls, runs):
    make = {"step": steps, "distance": distances}[what]
    turn = [make(way, int(calls)) for way in ways.split(",")]
    for run in turn:
        run()
    for _ in range(int(runs)):
        for run in turn:
            start = perf_counter()
            run()
            print(perf_counter() - start)


main(*sys.argv[1:])
