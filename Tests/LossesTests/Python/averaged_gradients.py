"""Writes ../Golden/averaged-gradients.json: 20 steps of SGD on a linear classifier whose gradient is the mean of 8 parts'.

Plain PyTorch in float64: softmax cross entropy and ECM by its formula; momentum 0.9, weight decay 1e-4, norm clipped to
0.25, learning rate 0.1. Run it with a Python that has torch.
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


def run(loss):
    torch.manual_seed(5)
    start = 0.5 * torch.randn(CLASSES + 1, WIDTH, dtype=torch.float64)
    # Parts of unequal size: a mean over all rows is not the mean of the parts' means.
    sizes = [3 + 2 * part for part in range(PARTS)]
    inputs = [torch.randn(size, WIDTH, dtype=torch.float64) for size in sizes]
    labels = [torch.randint(0, CLASSES + 1, (size,)) for size in sizes]
    weight = start.clone().requires_grad_()
    optimiser = torch.optim.SGD([weight], lr=0.1, momentum=0.9, weight_decay=1e-4)
    values, norms = [], []
    for _ in range(STEPS):
        parts = [loss(x @ weight.T, y) for x, y in zip(inputs, labels)]
        gradients = [torch.autograd.grad(part, weight)[0] for part in parts]
        weight.grad = torch.stack(gradients).mean(0)
        norms.append(torch.nn.utils.clip_grad_norm_([weight], CLIP).item())
        optimiser.step()
        values.append(torch.stack(parts).mean().item())
    return {
        "start": start.flatten().tolist(), "inputs": [x.flatten().tolist() for x in inputs],
        "labels": [y.tolist() for y in labels], "values": values, "norms": norms,
        "end": weight.detach().flatten().tolist(),
    }


cases = {"softmax-ce": run(F.cross_entropy), "ecm": run(ecm)}
path = pathlib.Path(__file__).parent / "../Golden/averaged-gradients.json"
path.write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
