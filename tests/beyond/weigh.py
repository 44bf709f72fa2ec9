#!/usr/bin/env python3
"""Sets the weights of knowledge/beyond-weights.toml: python3 tests/beyond/weigh.py (needs scikit-learn).

Examples of what is beyond the house and what is within it: messages-*.jsonl here. The asks of pages and of beyond.toml count beside them, for
little: they keep what everybody asks from being taken for strange. No gold question is read.
"""
import json, re, sys, tomllib
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parents[2]
KEPT = 4000  # words and pairs of words that are kept, those that weigh most
PLAIN = 8  # up to so many words a message counts in full; a longer one less for each word (see src/language/evidence.rs)
C = 3.0  # the inverse of how much a weight costs; best of 0.3, 1, 3 and 10 with lines left out
OUR_ASK, BEYOND_ASK = 0.1, 0.5  # what an ask counts for beside a message
# Where somebody lives is no evidence of what they ask: the same question gets the same answer whoever asks.
NO_EVIDENCE = {"house", "estate", "live", "lives", "living", "home", "flat", "village", "town", "city"}

spoken = tomllib.load(open(ROOT / "knowledge/vocabulary.toml", "rb"))["text_speak"]
misspelt = tomllib.load(open(ROOT / "knowledge/misspelt.toml", "rb"))


def words(text):
    found = re.findall(r"[a-z0-9@$*]+", re.sub(r"['’‘`]", "", text.lower()))
    found = [misspelt.get(word, word) for word in found]
    return [plain for word in found for plain in spoken.get(word, word).split()]


def pieces(text):
    own = words(text)
    ends = ["^", *own, "$"]
    found = set(own) | {f"{a} {b}" for a, b in zip(ends, ends[1:])}
    return {piece for piece in found if not NO_EVIDENCE & set(piece.split())}


def messages():
    for file in sorted(Path(__file__).parent.glob("messages-*.jsonl")):
        yield from (json.loads(line) for line in open(file))


def asks():
    """(text, whether it is beyond the house, what it counts for)"""
    for file in sorted((ROOT / "knowledge").glob("*/**/*.md")):
        for part in open(file).read().split("### Asks")[1:]:
            yield from ((ask, False, OUR_ASK) for ask in re.findall(r"^- (.*)$", part.split("\n## ")[0], re.M))
    for kind in tomllib.load(open(ROOT / "knowledge/beyond.toml", "rb"))["beyond"]:
        if kind["kind"] != "other-language":
            yield from ((ask, True, BEYOND_ASK) for ask in kind["asks"])


class Fit:
    """Weights of pieces, fitted on examples: lists of (pieces, length), whether beyond, what each counts for."""

    def __init__(self, told, beyond, counts, c=C):
        seen = Counter(piece for own, _ in told for piece in own)
        self.place = {piece: at for at, piece in enumerate(sorted(piece for piece, count in seen.items() if count > 1))}
        self.fitted = LogisticRegression(C=c, max_iter=300, tol=1e-3, solver="liblinear")
        self.fitted.fit(self.matrix(told), beyond, sample_weight=counts)

    def matrix(self, told):
        rows, columns, values = [], [], []
        for at, (own, length) in enumerate(told):
            known = [self.place[piece] for piece in own if piece in self.place]
            rows += [at] * len(known)
            columns += known
            values += [(PLAIN / max(PLAIN, length)) ** 0.5] * len(known)
        return csr_matrix((values, (rows, columns)), shape=(len(told), len(self.place)))

    def weigh(self, told):
        return self.fitted.decision_function(self.matrix(told))


def read(text):
    return pieces(text), len(words(text))


def main():
    told = list(messages())
    aside = list(asks())
    examples = [read(message["text"]) for message in told]
    beyond = np.array([message["label"] == "beyond" for message in told])
    beside = [read(text) for text, _, _ in aside]
    sides, counts = [side for _, side, _ in aside], [count for _, _, count in aside]
    if "--try" in sys.argv:
        for c in (0.3, 1, 3, 10):
            weights = np.zeros(len(told))
            lines = [message.get("of", message.get("id")) for message in told]
            for rest, left in GroupKFold(5).split(told, beyond, lines):
                fit = Fit([examples[at] for at in rest] + beside, [*beyond[rest], *sides], [1.0] * len(rest) + counts, c)
                weights[left] = fit.weigh([examples[at] for at in left])
            lost = np.quantile(weights[~beyond], 0.98)
            print(f"C {c}: area under the curve {roc_auc_score(beyond, weights):.3f}, found at 2 % lost {(weights[beyond] > lost).mean():.3f}", flush=True)
        return
    fit = Fit(examples + beside, [*beyond, *sides], [1.0] * len(told) + counts)
    write(fit)


def write(fit):
    weights = fit.fitted.coef_[0]
    least = np.sort(np.abs(weights))[-KEPT]
    kept = {piece: round(float(weights[at]), 1) for piece, at in fit.place.items() if abs(weights[at]) >= least}
    with open(ROOT / "knowledge/beyond-weights.toml", "w") as out:
        out.write(HEAD.format(start=round(float(fit.fitted.intercept_[0]), 1)))
        for piece, weight in sorted(kept.items(), key=lambda item: (-item[1], item[0])):
            if weight:
                out.write(f'"{piece}" = {weight}\n')


HEAD = """# What words and pairs of neighbouring words weigh as evidence that a message is not for this bot: more than nought speaks for it, less against
# it. `^` is the beginning of a message, `$` its end. The weights were set on examples by tests/beyond/weigh.py; add examples there rather than
# changing a weight here.
owner = "careers leader"
checked = 2026-11-22

[weights]
start = {start}

[weights.words]
"""

if __name__ == "__main__":
    main()
