#!/usr/bin/env python3
"""Sets the weights of knowledge/urgent/weights.toml: python3 tests/signs/weigh.py (needs scikit-learn).

Examples of danger and of its absence: messages-*.jsonl here, the even half of tests/gold/safety.jsonl, and, as ordinary messages, the even half of
the gold questions and the asks of all pages. The odd half of the gold files is never read. A safeguarding lead reads the result before it goes in.
"""
import glob, json, re, tomllib
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
KEPT = 10000  # words and pairs of words that are kept, those that weigh most
FADES = 0.6  # how fast each word then counts less
PLAIN = 8  # up to so many words a message counts in full; a longer one less for each word (see src/safety/weights.rs)

spoken = tomllib.load(open(ROOT / "knowledge/vocabulary.toml", "rb"))["text_speak"]
misspelt = tomllib.load(open(ROOT / "knowledge/misspelt.toml", "rb"))


def words(text):
    found = re.findall(r"[a-z0-9@$*£]+", re.sub(r"['’‘`]", "", text.lower()))
    found = [misspelt.get(word, word) for word in found]
    return [plain for word in found for plain in spoken.get(word, word).split()]


def pieces(text):
    own = words(text)
    ends = ["^", *own, "$"]
    return set(own) | {f"{a} {b}" for a, b in zip(ends, ends[1:])}


def lines(path):
    return [json.loads(line) for line in open(path)]


def is_even(question):
    return int(question["id"][-1]) % 2 == 0


def examples():
    """(text, whether it is a disclosure, what it counts for)"""
    here = Path(__file__).parent
    told = [message for file in sorted(here.glob("messages-*.jsonl")) for message in lines(file)]
    told += [message for message in lines(ROOT / "tests/gold/safety.jsonl") if is_even(message)]
    yield from ((message["text"], message["label"] == "alert", 1.0) for message in told)
    for file in sorted((ROOT / "tests/gold").glob("*.jsonl")):
        if file.name not in ("safety.jsonl", "wordings.jsonl"):
            yield from ((question["text"], False, 1.0) for question in lines(file) if is_even(question))
    for file in sorted(glob.glob(str(ROOT / "knowledge/pages/*/*.md")) + glob.glob(str(ROOT / "knowledge/routes/*.md"))):
        if "mental-health" not in file:
            for part in open(file).read().split("### Asks")[1:]:
                yield from ((ask, False, 0.3) for ask in re.findall(r"^- (.*)$", part.split("\n## ")[0], re.M))


def main():
    told = list(examples())
    found = [pieces(text) for text, _, _ in told]
    counts = Counter(piece for own in found for piece in own)
    place = {piece: at for at, piece in enumerate(sorted(piece for piece, count in counts.items() if count > 1))}
    rows, columns, values = [], [], []
    for at, (own, (text, _, _)) in enumerate(zip(found, told)):
        known = [place[piece] for piece in own if piece in place]
        rows += [at] * len(known)
        columns += known
        values += [(PLAIN / max(PLAIN, len(words(text)))) ** FADES] * len(known)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(told), len(place)))
    fitted = LogisticRegression(C=5, max_iter=800, solver="liblinear")
    fitted.fit(matrix, [danger for _, danger, _ in told], sample_weight=[counts for _, _, counts in told])
    weights = dict(zip(sorted(place), np.round(fitted.coef_[0], 1)))
    least = np.sort(np.abs(fitted.coef_[0]))[-KEPT]
    kept = {piece: weight for piece, weight in weights.items() if abs(fitted.coef_[0][place[piece]]) >= least and weight}
    with open(ROOT / "knowledge/urgent/weights.toml", "w") as out:
        out.write(HEAD.format(start=round(float(fitted.intercept_[0]), 1), fades=FADES))
        for piece, weight in sorted(kept.items(), key=lambda item: (-item[1], item[0])):
            out.write(f'"{piece}" = {weight}\n')


HEAD = """# What words and pairs of neighbouring words weigh as evidence of danger: more than nought speaks for it, less against it. `^` is the
# beginning of a message, `$` its end. The weights were set on examples by tests/signs/weigh.py; a designated safeguarding lead reads them.

reviewer = "designated safeguarding lead"
reviewed = 2026-11-22

[weights]
kind = "danger"
reply = "disclosure"
start = {start}
alert_from = 0.6
no_alert_below = -3.5
no_alert_below_in_long = 0.0
long_from = 40
fades = {fades}

[weights.words]
"""

if __name__ == "__main__":
    main()
