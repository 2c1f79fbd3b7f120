"""ECM and the sigmoid losses as their authors write them with PyTorch's operators, timed for `tailboard bench losses`.

Reads requests, one a line: LOSS ROWS CLASSES CALLS. Answers each with a line of JSON: median seconds of forward and
backward, and the most memory that one call holds beyond what was held before it.
"""

import ctypes
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F

LIBC = ctypes.CDLL("libc.so.6")


def one_hot(labels, columns):
    """Rows of zeros with a one, as mmdetection and CenterNet2 make them."""
    target = torch.zeros(len(labels), columns)
    target[torch.arange(len(labels)), labels] = 1
    return target


class SigmoidCE:
    """CenterNet2's sigmoid_cross_entropy_loss, where no weights mean a weight of 1."""

    columns = staticmethod(lambda classes: classes)

    def __init__(self, classes):
        self.classes = classes

    def target(self, labels):
        return one_hot(labels, self.classes + 1)[:, : self.classes]

    def weight(self, labels, target):
        return 1

    def __call__(self, logits, labels):
        target = self.target(labels)
        weight = self.weight(labels, target)
        loss = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
        return torch.sum(loss * weight) / len(labels)


class Federated(SigmoidCE):
    """The same with a weight of columns that get_fed_loss_inds draws."""

    def __init__(self, classes):
        super().__init__(classes)
        self.popularity = torch.arange(1, classes + 1).float() ** 0.5

    def weight(self, labels, target):
        appeared = torch.unique(labels)
        probability = self.popularity.new_ones(self.classes + 1)
        probability[-1] = 0
        if len(appeared) < 50:
            probability[: self.classes] = self.popularity
            probability[appeared] = 0
            more = torch.multinomial(probability, 50 - len(appeared), replacement=False)
            appeared = torch.cat([appeared, more])
        kept = torch.zeros(self.classes + 1)
        kept[appeared] = 1
        return kept[: self.classes].view(1, -1).expand_as(target).float()


class EQL(SigmoidCE):
    def __init__(self, classes):
        super().__init__(classes)
        self.rare = (torch.arange(classes) % 3 == 0).float()

    def weight(self, labels, target):
        foreground = (labels < self.classes).float().view(-1, 1).expand_as(target)
        return 1 - foreground * self.rare.view(1, -1).expand_as(target) * (1 - target)


class EQLv2(SigmoidCE):
    columns = staticmethod(lambda classes: classes + 1)

    def __init__(self, classes):
        super().__init__(classes)
        self.positive, self.negative = torch.zeros(classes), torch.zeros(classes)
        self.ratio = torch.full((classes,), 100.0)

    def __call__(self, logits, labels):
        target = one_hot(labels, self.classes + 1)
        balance = torch.cat([torch.sigmoid(12 * (self.ratio - 0.8)), torch.ones(1)])
        raised = 1 + 4 * (1 - balance)
        weight = raised.view(1, -1).expand_as(target) * target + balance.view(1, -1).expand_as(target) * (1 - target)
        loss = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
        self.collect(logits.detach(), target, weight)
        return (loss * weight).sum() / len(labels)

    def collect(self, logits, target, weight):
        score = torch.sigmoid(logits)
        slope = torch.abs(target * (score - 1) + (1 - target) * score)
        self.positive += torch.sum(slope * target * weight, dim=0)[:-1]
        self.negative += torch.sum(slope * (1 - target) * weight, dim=0)[:-1]
        self.ratio = self.positive / (self.negative + 1e-10)


class ECM:
    """The stable form, cheaper than the authors' with exponentials."""

    columns = staticmethod(lambda classes: classes + 1)

    def __init__(self, classes):
        share = 1 / torch.arange(2, classes + 3).float()
        odds = (1 - share) / share
        self.margin, self.weight = 0.25 * odds.log(), odds * torch.log((1 + odds) / odds)

    def __call__(self, logits, labels):
        target = one_hot(labels, logits.shape[1])
        loss = F.binary_cross_entropy_with_logits(2 * logits - self.margin, target, reduction="none")
        return (self.weight * loss).sum() / len(labels)


LOSSES = {"ecm": ECM, "sigmoid-ce": SigmoidCE, "federated": Federated, "eql": EQL, "eqlv2": EQLv2}


def resident(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def peak_memory(call):
    """Bytes beyond those held before; freed memory is given back first, or it would be used unseen."""
    LIBC.malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    before = resident("VmRSS")
    call()
    return resident("VmHWM") - before


def measure(name, rows, classes, calls):
    torch.manual_seed(1)
    loss = LOSSES[name](classes)
    logits = torch.randn(rows, loss.columns(classes)).mul_(3).requires_grad_()
    labels = torch.randint(0, classes, (rows,))
    labels[rows // 4 :] = classes

    def call():
        logits.grad = None
        loss(logits, labels).backward()

    for _ in range(3):
        call()
    seconds = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    logits.grad = None
    return {"seconds": statistics.median(seconds), "peak_bytes": peak_memory(call)}


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    for line in sys.stdin:
        name, *numbers = line.split()
        print(json.dumps(measure(name, *map(int, numbers))), flush=True)
