"""Prints, a line for each sample, the seconds that saving and loading took, and then the size of the file.

measure.py WAY NPY FOLDER SAMPLES: the numbers are those of the file NPY.
"""

import pickle
import sys
import time
from pathlib import Path

import numpy as np

way, source, folder, samples = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
km = np.load(source)
path = folder / "numpys"


def dump(value):
    with open(path, "wb") as file:
        pickle.dump(value, file)


def load():
    with open(path, "rb") as file:
        return pickle.load(file)


# np.save and np.savez add an ending to a name, but not to an open file.
def to_file(save, **arrays):
    with open(path, "wb") as file:
        save(file, **arrays)


def from_npz():
    with np.load(path) as npz:
        return npz["km"]


numbers = km.tolist()
save, read = {
    "npy": (lambda: to_file(np.save, arr=km), lambda: np.load(path)),
    "npz": (lambda: to_file(np.savez_compressed, seed=np.uint64(7), km=km), from_npz),
    "txt": (lambda: np.savetxt(path, km, header="seed 7"), lambda: np.loadtxt(path)),
    "pickle": (lambda: dump({"seed": 7, "km": km}), lambda: load()["km"]),
    "pickled_list": (lambda: dump({"seed": 7, "km": numbers}), lambda: np.array(load()["km"])),
}[way]

for _ in range(samples):
    start = time.perf_counter()
    save()
    saved = time.perf_counter()
    back = read()
    print(saved - start, time.perf_counter() - saved)
    assert np.array_equal(back, km)
print(path.stat().st_size)
