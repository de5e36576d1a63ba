"""A million distances by Python's own means, for whoever asks on standard input.

A line of input is a JSON object: the way, the four columns and the place for the answer, each as the path of a file
to map and the number of values in it. The answer to each line is `ok`.
"""
import json, math, mmap, sys
from array import array

R = 6371.0


# ANCHOR: loop
def great_circle(lon1, lat1, lon2, lat2):
    x = math.pi / 180
    s = math.sin((lat2 - lat1) * x / 2)
    t = math.sin((lon2 - lon1) * x / 2)
    a = s * s + math.cos(lat1 * x) * math.cos(lat2 * x) * t * t
    return 2 * R * math.asin(min(1.0, math.sqrt(a)))


def loop(lon1, lat1, lon2, lat2):
    return [great_circle(*pair) for pair in zip(lon1, lat1, lon2, lat2)]
# ANCHOR_END: loop


# ANCHOR: numpy
def whole_arrays(np, lon1, lat1, lon2, lat2):
    x = np.pi / 180
    s = np.sin((lat2 - lat1) * x / 2)
    t = np.sin((lon2 - lon1) * x / 2)
    a = s * s + np.cos(lat1 * x) * np.cos(lat2 * x) * t * t
    return 2 * R * np.arcsin(np.minimum(1.0, np.sqrt(a)))
# ANCHOR_END: numpy


mapped = {}


def column(handle, kind):
    """A shared slice, mapped the first time; for the loop as a list of Python's own numbers."""
    key = (kind, handle["path"], handle["serial"])
    if key not in mapped:
        with open(handle["path"], "r+b") as file:
            numbers = memoryview(mmap.mmap(file.fileno(), 0))[: 8 * handle["len"]].cast("d")
        if kind == "numpy":
            import numpy

            numbers = numpy.frombuffer(numbers, dtype=float)
        elif kind == "loop":
            numbers = list(numbers)
        mapped[key] = numbers
    return mapped[key]


for line in sys.stdin:
    job = json.loads(line)
    columns = [column(handle, job["way"]) for handle in job["columns"]]
    km = column(job["km"], "out")
    if job["way"] == "numpy":
        import numpy

        numpy.frombuffer(km, dtype=float)[:] = whole_arrays(numpy, *columns)
    elif len(km) > 0:
        km[:] = array("d", loop(*columns))
    print("ok", flush=True)
