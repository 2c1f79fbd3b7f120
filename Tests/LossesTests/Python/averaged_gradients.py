"""Writes ../Golden/averaged-gradients.json: 20 steps of SGD on a linear classifier whose gradient is the mean of 8 parts'.

Plain PyTorch in float64: softmax cross entropy, and ECM, EQLv2 and Seesaw by their formulas; momentum 0.9, weight decay
1e-4, norm clipped to 0.25, learning rate 0.1. The statistics of EQLv2 and Seesaw move once a step, by all its parts; Seesaw
counts a part's own rows before it looks. Run it with a Python that has torch.
"""
import json
import pathlib

import torch
from torch.nn import functional as F

STEPS, PARTS, CLASSES, WIDTH, CLIP = 20, 8, 5, 6, 0.25
INSTANCES, RATIO = [1, 3, 10, 40, 200], 6.3313


def margins():
    counts = torch.tensor(INSTANCES, dtype=torch.float64)
    counts = torch.cat([counts, RATIO * counts.sum()[None]])
    odds = (counts.sum() - counts) / counts
    return 0.25 * odds.log(), odds * (1 / odds).log1p()


def ecm(logits, labels):
    shift, weight = margins()
    target = F.one_hot(labels, CLASSES + 1).double()
    terms = F.binary_cross_entropy_with_logits(2 * logits - shift, target, reduction="none")
    return (weight * terms).sum() / len(labels)


class EQLv2:
    """Weighted gradients of each class, of positives and negatives, and their ratio, which starts at 100."""

    columns = CLASSES + 1

    def __init__(self):
        self.sums = torch.zeros(2, CLASSES, dtype=torch.float64)
        self.ratios = torch.full((CLASSES,), 100.0, dtype=torch.float64)
        self.gathered = []

    def __call__(self, logits, labels):
        balance = torch.sigmoid(12 * (self.ratios - 0.8))
        one = torch.ones(1, dtype=torch.float64)
        target = F.one_hot(labels, CLASSES + 1).double()
        weight = torch.where(target == 1, torch.cat([1 + 4 * (1 - balance), one]), torch.cat([balance, one]))
        slopes = ((logits.sigmoid() - target).abs() * weight).detach()
        self.gathered.append(torch.stack([(slopes * target).sum(0), (slopes * (1 - target)).sum(0)])[:, :-1])
        terms = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
        return (weight * terms).sum() / len(labels)

    def step(self):
        self.sums += torch.stack(self.gathered).sum(0)
        self.ratios = self.sums[0] / (self.sums[1] + 1e-10)
        self.gathered = []
        return torch.cat([self.sums.flatten(), self.ratios]).tolist()


class Seesaw:
    """Instances of each class; p = 0.8, q = 2; the class part and the objectness are divided by all rows."""

    columns = CLASSES + 2

    def __init__(self):
        self.seen = torch.zeros(CLASSES, dtype=torch.float64)
        self.gathered = []

    def __call__(self, logits, labels):
        counted = torch.bincount(labels, minlength=CLASSES + 1)[:CLASSES].double()
        self.gathered.append(counted)
        seen = (self.seen + counted).clamp(min=1)
        value = F.cross_entropy(logits[:, CLASSES:], (labels == CLASSES).long(), reduction="sum")
        for row, label in zip(logits[:, :CLASSES], labels.tolist()):
            if label == CLASSES:
                continue
            scores = row.detach().softmax(0)
            factor = (seen / seen[label]).clamp(max=1) ** 0.8
            factor = factor * (scores / scores[label].clamp(min=1e-2)).clamp(min=1) ** 2
            factor[label] = 1
            value = value + F.cross_entropy(row + factor.log(), torch.tensor(label))
        return value / len(labels)

    def step(self):
        self.seen = self.seen + torch.stack(self.gathered).sum(0)
        self.gathered = []
        return self.seen.tolist()


class Stateless:
    columns = CLASSES + 1

    def __init__(self, function):
        self.function = function

    def __call__(self, logits, labels):
        return self.function(logits, labels)

    def step(self):
        return []


def run(loss):
    torch.manual_seed(5)
    start = 0.5 * torch.randn(loss.columns, WIDTH, dtype=torch.float64)
    # Parts of unequal size: a mean over all rows is not the mean of the parts' means.
    sizes = [3 + 2 * part for part in range(PARTS)]
    inputs = [torch.randn(size, WIDTH, dtype=torch.float64) for size in sizes]
    labels = [torch.randint(0, CLASSES + 1, (size,)) for size in sizes]
    weight = start.clone().requires_grad_()
    optimiser = torch.optim.SGD([weight], lr=0.1, momentum=0.9, weight_decay=1e-4)
    values, norms, states = [], [], []
    for _ in range(STEPS):
        parts = [loss(x @ weight.T, y) for x, y in zip(inputs, labels)]
        gradients = [torch.autograd.grad(part, weight)[0] for part in parts]
        weight.grad = torch.stack(gradients).mean(0)
        norms.append(torch.nn.utils.clip_grad_norm_([weight], CLIP).item())
        optimiser.step()
        values.append(torch.stack(parts).mean().item())
        states.append(loss.step())
    return {
        "start": start.flatten().tolist(), "inputs": [x.flatten().tolist() for x in inputs],
        "labels": [y.tolist() for y in labels], "values": values, "norms": norms, "states": states,
        "end": weight.detach().flatten().tolist(),
    }


cases = {
    "softmax-ce": run(Stateless(F.cross_entropy)), "ecm": run(Stateless(ecm)), "eqlv2": run(EQLv2()), "seesaw": run(Seesaw()),
}
path = pathlib.Path(__file__).parent / "../Golden/averaged-gradients.json"
path.write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
