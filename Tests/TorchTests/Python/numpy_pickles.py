"""Writes ../Golden/numpy-protocol-<p>.pkl: NumPy's arrays as detectron2's model zoo keeps them, by each pickle protocol.

Run it with a Python that has NumPy.
"""
import pathlib
import pickle

import numpy as np

folder = pathlib.Path(__file__).parent / "../Golden"
folder.mkdir(exist_ok=True)
values = np.array([[1.5, -2.25, 3.0], [-128.0, 0.0078125, 255.0]], dtype=np.float32)
content = {
    "model": {
        "float": values,
        "columns": np.asfortranarray(values),
        "double": values.astype(np.float64),
        "half": values[:, :2].astype(np.float16),
        "long": np.array([-1, 2**40], dtype=np.int64),
        "bytes": np.array([0, 10, 128, 255], dtype=np.uint8),
        "truth": np.array([True, False]),
        "scalar": np.array(7, dtype=np.int32),
        "empty": np.zeros((0, 4), dtype=np.float32),
        "text": np.array(["a", "bc"]),
    },
    "__author__": "nobody",
    "matching_heuristics": True,
}
for protocol in (2, 3, 4, 5):
    (folder / f"numpy-protocol-{protocol}.pkl").write_bytes(pickle.dumps(content, protocol=protocol))
big = {"big": values.astype(">f4")}
(folder / "numpy-big-endian.pkl").write_bytes(pickle.dumps(big, protocol=4))
