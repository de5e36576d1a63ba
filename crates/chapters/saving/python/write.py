"""Writes into FOLDER, for the book to read, a seed and numbers given in hexadecimal."""

import json
import sys
from pathlib import Path

import numpy as np

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
km = np.array([float.fromhex(word) for word in sys.argv[4:]])

np.save(folder / "km.npy", km)
np.savez_compressed(folder / "results.npz", seed=np.uint64(seed), km=km)
np.savez(folder / "stored.npz", seed=np.uint64(seed), km=km)
np.savetxt(folder / "results.csv", km, header=f"seed {seed}")
(folder / "results.json").write_text(json.dumps({"seed": seed, "km": km.tolist()}))
