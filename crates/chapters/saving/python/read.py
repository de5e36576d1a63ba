"""Reads what the book wrote, in FOLDER, and compares with the seed and the numbers given in hexadecimal."""

import json
import pickle
import sys
from pathlib import Path

import numpy as np

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
km = np.array([float.fromhex(word) for word in sys.argv[4:]])


def same(what, array):
    array = np.asarray(array)
    if array.dtype != km.dtype or array.tobytes() != km.tobytes():
        sys.exit(f"{what}: {array!r} instead of {km!r}")


same("npy", np.load(folder / "km.npy"))
same("npy, mapped", np.load(folder / "km.npy", mmap_mode="r"))
with np.load(folder / "results.npz") as npz:
    same("npz", npz["km"])
    assert npz["seed"] == seed and npz["seed"].shape == (), npz["seed"]
same("csv", np.loadtxt(folder / "results.csv", ndmin=1))
results = json.loads((folder / "results.json").read_text())
assert results["seed"] == seed, results["seed"]
same("json", np.array(results["km"], dtype=float))
