"""Made the files beside it, with NumPy 2.4.6: python3 make.py FOLDER"""

import pickle
import sys
from pathlib import Path

import numpy as np

here = Path(sys.argv[1])
table = np.arange(6).reshape(2, 3) / 4 + 0.1
arrays = dict(
    table=table,
    fortran=np.asfortranarray(table),
    big=table.astype(">f8"),
    big_fortran=np.asfortranarray(table.astype(">f8")),
    single=table.astype("<f4"),
    small=np.array([-3, 0, 2**31 - 1], "<i4"),
    large=np.array([-3, 0, 2**53], "<i8"),
    scalar=np.array(6371.0),
    nothing=np.zeros((0, 3)),
    odd=np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324]),
    words=np.array(["pole", "equator"]),
    complex=table * 1j,
    pickled=np.array([{"a": 1}, None], dtype=object),
)
np.savez_compressed(here / "foo.npz", a=np.arange(10), b=np.arange(12))
np.savez(here / "stored.npz", **arrays)
np.savez_compressed(here / "compressed.npz", **arrays)
np.savez_compressed(here / "zeros.npz", zeros=np.zeros(1_000_000))
results = {"seed": 300, "km": [1.5, 6694.75]}
np.savez(here / "record.npz", **results)
np.save(here / "record.npy", results["km"])
with open(here / "record.pickle", "wb") as file:
    pickle.dump(results, file, protocol=4)
