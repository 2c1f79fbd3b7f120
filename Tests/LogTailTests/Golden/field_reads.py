"""What Python reads from the logs in ../shared/data/field/logs, written to field_reads.json beside this file.

Each log by a reader of its own, from the text alone: every scalar's points, NaNs, first, last, least and greatest finite
value; the x axis; how often AP or a metric of a validation set was told. Run from the project's root.
"""
import csv, io, json, math, os, re

ROOT = "../shared/data/field/logs/"
RESULT = {}


def text(path):
    b = open(ROOT + path, "rb").read()
    enc = "utf-16" if b[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return re.sub(r"\x1b\[[0-9;]*m", "", b.decode(enc, "replace")).replace("\r\n", "\n").replace("\r", "\n")
def num(v):
    try: return float(v)
    except ValueError: return None
def check(path, points, axis=None, evals=None):
    series = {}
    for key, step, value in points:
        series.setdefault(key, []).append((step, value))
    word = lambda v: v if math.isfinite(v) else "NaN" if math.isnan(v) else "Infinity" if v > 0 else "-Infinity"
    RESULT[path] = {"x": axis, "evaluations": evals, "series": {}}
    for key, points in series.items():
        finite = [v for _, v in points if math.isfinite(v)]
        RESULT[path]["series"][key] = {
            "count": len(points), "nan": sum(math.isnan(v) for _, v in points),
            "first": [points[0][0], word(points[0][1])], "last": [points[-1][0], word(points[-1][1])],
            "min": min(finite, default=None), "max": max(finite, default=None),
        }


def jsonl(path, step, arrays=()):
    for i, line in enumerate(text(path).splitlines()):
        o = json.loads(line)
        s = o.get(step, i) if step else i
        def walk(o, pre):
            for k, v in o.items():
                n = pre + k
                if n == step: continue
                if isinstance(v, dict): yield from walk(v, n + ".")
                elif isinstance(v, (int, float)) and not isinstance(v, bool): yield n, s, float(v)
                elif isinstance(v, list) and "coco_eval" in k:
                    for m, x in zip("AP AP50 AP75 APs APm APl AR@1 AR@10 AR@100 ARs@100 ARm@100 ARl@100".split(), v): yield n + "_" + m, s, x
        yield from walk(o, "")
def table(path, step, delim=",", comma=False):
    for i, row in enumerate(csv.DictReader(io.StringIO(text(path)), delimiter=delim, skipinitialspace=True)):
        row = {k.strip(): (v or "").strip() for k, v in row.items() if k}
        if comma: row = {k: v.replace(",", ".") for k, v in row.items()}
        s = int(float(row[step])) if step else i
        for k, v in row.items():
            if k != step and v != "" and num(v) is not None: yield k, s, num(v)
D = "01-d2-cdfsod-tree/output/vitb/"
for r in ("artaxor_10shot", "clipart1k_10shot"): check(D + r + "/metrics.json", jsonl(D + r + "/metrics.json", "iteration"), "step", 1)
NUM = r"(-?\d[\d.]*(?:e[+-]?\d+)?|nan|inf)"
def pairs(line, skip): return [(k, float(v)) for k, v in re.findall(r"([A-Za-z_][\w/]*): " + NUM + r"(?=[\s,(]|$)", line) if k not in skip]
def mrb(path):
    for line in text(path).splitlines():
        m = re.search(r"iter: (\d+)  ", line)
        if m and "max mem" in line:
            for k, v in pairs(line[m.end():], {"mem"}): yield k, int(m[1]), v
check("02-maskrcnn-benchmark-text/run/log.txt", mrb("02-maskrcnn-benchmark-text/run/log.txt"), "step", 0)
check("03-detr-log-txt/outputs/log.txt", jsonl("03-detr-log-txt/outputs/log.txt", "epoch"), "epoch", 20)
check("06-keras-csvlogger/run/training_log.csv", table("06-keras-csvlogger/run/training_log.csv", "epoch"), "epoch")
def mme(path, length=None):
    step = 0
    for line in text(path).splitlines():
        m = re.search(r"Epoch\((train|val)\)\s+\[\s*(\d+)\]\[\s*(\d+)/(\d+)\]", line)
        if not m:
            continue
        if m[1] == "train": length = int(m[4]); step = (int(m[2]) - 1) * length + int(m[3])
        else: step = int(m[2]) * (length or 1)
        for k, v in pairs(line[m.end():], {"eta", "memory"}): yield k, step, v
P = "10-mmengine-text-lvis/work_dirs/eqlv2/20231014_120000/20231014_120000.log"
check(P, mme(P), "step", 1)
P = "10-mmengine-text-lvis/yolo-world/train.log"
lv = [(f"bbox_{m}", 0, v) for m, v in zip("AP AP50 AP75 APs APm APl APr APc APf AR@300".split(), [.033, .043, .035, .025, .044, .064, 0., .001, .085, .048])]
check(P, list(mme(P)) + lv, "epoch", 1)
def d2(path):
    task = hdr = None; last = 0
    for line in text(path).splitlines():
        m = re.search(r"iter: (\d+)  ", line)
        if m:
            last = int(m[1])
            for k, v in pairs(line[m.end():], {"eta"}): yield k, last, v
        m = re.search(r"copypaste: (.*)", line)
        if m:
            if m[1].startswith("Task: "): task = m[1][6:]
            elif m[1][0] == "A": hdr = m[1].split(",")
            else:
                for k, v in zip(hdr, m[1].split(",")): yield f"{task}/{k}", last, float(v)
for n in ("nohup.out", "slurm-4711.out"): check("11-detic-ansi-stdout/" + n, d2("11-detic-ansi-stdout/" + n), "step", 1)
J = "13-odd-jsonl/"
for n, s in (("dup/log.jsonl", "step"), ("floatstep/log.jsonl", "step"), ("huge/log.jsonl", "step"), ("many/log.jsonl", "step"), ("nan/log.jsonl", "step"), ("neg/log.jsonl", "step"), ("nested/log.jsonl", "iter"), ("slime/train.jsonl", "train/step")):
    check(J + n, jsonl(J + n, s), "step")
check(J + "nostep/metrics.jsonl", jsonl(J + "nostep/metrics.jsonl", None), "record", 0)
C = "14-csv-exports/"
check(C + "bom/results.csv", table(C + "bom/results.csv", "epoch"), "epoch", 8)
check(C + "excel-de/log.csv", table(C + "excel-de/log.csv", "epoch", ";", True), "epoch", 3)
check(C + "keras-noepoch/training_log.csv", table(C + "keras-noepoch/training_log.csv", None), "record")
check(C + "lightning-11605/metrics.csv", table(C + "lightning-11605/metrics.csv", "step"), "step", 2)
check(C + "tensorboard/run-train-tag-loss.csv", table(C + "tensorboard/run-train-tag-loss.csv", "Step"), "step", 0)
check(C + "wandb/wandb_export.csv", table(C + "wandb/wandb_export.csv", "Step"), "step", 0)
dl = [("losses/train.total_loss", s, v) for s, v in zip(range(1, 6), (.03, .02, .015, .012, .011))] + [("losses/eval.total_loss", 3, .018), ("losses/eval.total_loss", 5, .014), ("metrics/test.rmse", 5, 3.2)]
check(C + "deeplabcut/learning_stats.csv", dl, "step")
E = "15-encodings/"
check(E + "crlf/metrics.json", jsonl(E + "crlf/metrics.json", "iteration"), "step", 0)
check(E + "crmac/log.jsonl", jsonl(E + "crmac/log.jsonl", "step"), "step", 0)
check(E + "utf16/metrics.jsonl", jsonl(E + "utf16/metrics.jsonl", "step"), "step", 0)
check(E + "utf16csv/results.csv", table(E + "utf16csv/results.csv", "epoch"), "epoch", 8)
for n, e in (("one-set", 1), ("output", 2)):
    p = f"17-d2-two-test-sets/{n}/metrics.json"; check(p, jsonl(p, "iteration"), "step", e)
here = os.path.dirname(os.path.abspath(__file__))
json.dump(RESULT, open(os.path.join(here, "field_reads.json"), "w"), separators=(",", ":"), sort_keys=True)
