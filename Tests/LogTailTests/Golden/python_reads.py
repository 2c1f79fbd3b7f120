"""What Python reads from the logs in ../shared/data/logs, written to python_reads.json beside this file.

Needs tensorboard 2.21 and wandb 0.19.11 (the last with a reader in Python); run from the project's root.
Each scalar: count, NaNs, first, last, least and greatest finite value, and FNV-1a over every step and value.
"""
import csv, glob, json, math, os, struct, sys

ROOT = "../shared/data/logs/"


def fnv(points):
    state = 0xCBF29CE484222325
    for step, value in points:
        for byte in struct.pack("<qd", step, value):
            state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"


def summary(points):
    values = [v for _, v in points]
    finite = [v for v in values if math.isfinite(v)]
    word = lambda v: v if math.isfinite(v) else "NaN" if math.isnan(v) else "Infinity" if v > 0 else "-Infinity"
    return {
        "count": len(points), "nan": sum(map(math.isnan, values)),
        "first": [points[0][0], word(points[0][1])], "last": [points[-1][0], word(points[-1][1])],
        "min": min(finite, default=None), "max": max(finite, default=None), "fnv": fnv(points),
    }


def gather(records, step):
    """Scalars of flat records by name, the step's own name left out."""
    series = {}
    for record in records:
        for key, value in record.items():
            if key != step and isinstance(value, (int, float)) and not isinstance(value, bool):
                series.setdefault(key, []).append((int(record[step]), float(value)))
    return series


def json_lines(path, step):
    with open(path) as file:
        return gather((json.loads(line) for line in file), step)


def mmdetection(path):
    """Only validation records without a training record before them: their step is the epoch."""
    records = [json.loads(line) for line in open(path)]
    return gather(({**r, "step": r["epoch"]} for r in records if r.get("mode") == "val"), "step")


def table(path):
    with open(path, newline="") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        return gather(({k: float(v) for k, v in row.items() if v} for row in rows), "step")


def trainer_state(path):
    return gather(json.load(open(path))["log_history"], "step")


def tensorboard(path):
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto import event_pb2
    from tensorboard.util import tensor_util
    series = {}
    for record in RawEventFileLoader(path).Load():
        event = event_pb2.Event.FromString(record)
        for value in event.summary.value:
            if value.HasField("simple_value"):
                number = value.simple_value
            elif value.HasField("tensor") and not value.tensor.tensor_shape.dim and value.tensor.dtype != 7:
                number = float(tensor_util.make_ndarray(value.tensor))
            else:
                continue
            series.setdefault(value.tag, []).append((event.step, number))
    return series


def wandb(path):
    from wandb.proto import wandb_internal_pb2
    from wandb.sdk.internal import datastore
    store = datastore.DataStore()
    store.open_for_scan(path)
    records = []
    while True:
        try:
            data = store.scan_data()
        except AssertionError:  # the file ends within a record
            break
        if data is None:
            break
        items = wandb_internal_pb2.Record.FromString(data).history.item
        if items:
            records.append({(i.key or ".".join(i.nested_key)): json.loads(i.value_json) for i in items})
    return gather(records, "_step")


READERS = {
    "detectron2/*": lambda p: json_lines(p, "iteration"), "mmengine/*": lambda p: json_lines(p, "step"),
    "mmdet2/*": mmdetection, "lightning/*": table, "hf/*": trainer_state,
    "tfevents/*": tensorboard, "wandb/*": wandb,
}

here = os.path.dirname(os.path.abspath(__file__))
wanted = sys.argv[1:] or list(READERS)
output = os.path.join(here, "python_reads.json")
result = json.load(open(output)) if os.path.exists(output) else {}
for pattern in wanted:
    for path in sorted(glob.glob(ROOT + pattern)):
        if "bad-crc" in path:  # Python's reader stops at the damage; see WeightsAndBiasesTests
            continue
        result[path[len(ROOT):]] = {name: summary(points) for name, points in READERS[pattern](path).items()}
json.dump(result, open(output, "w"), indent=1, sort_keys=True, ensure_ascii=False)
