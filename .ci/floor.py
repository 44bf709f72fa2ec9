#!/usr/bin/env python3
"""Holds the practice score to its floor.

floor.py SCORES FLOOR: SCORES is what score.py wrote with --out, FLOOR a table of percentages. Ends with 1, naming each
figure, if one is missing or has sunk under its floor. Raise a floor when a figure rises; never lower one quietly.
"""
import json
import sys

# Our name of a figure, and where score.py writes it.
FIGURES = {
    "questions": ("questions", "accuracy"),
    "followup_turns": ("followups", "turns"),
    "impartial_prompts": ("impartial", "prompts"),
    "pairs_equal": ("impartial", "pairs_equal"),
    "booking": ("booking", "dialogues"),
}


def main(scores_path: str, floor_path: str) -> int:
    with open(scores_path, encoding="utf-8") as file:
        sets = json.load(file)["sets"]
    with open(floor_path, encoding="utf-8") as file:
        floor = json.load(file)
    unknown = sorted(set(floor) - set(FIGURES))
    wrong = [f"there is no figure {name}" for name in unknown]
    for name, (part, figure) in FIGURES.items():
        rate = sets.get(part, {}).get(figure)
        if not rate or not rate["n"]:
            wrong.append(f"{name} was not measured")
            continue
        if name not in floor:
            wrong.append(f"{name} has no floor")
            continue
        reached = 100 * rate["k"] / rate["n"]
        print(f"  {name:18} {reached:6.2f} %  ({rate['k']} of {rate['n']}), floor {floor[name]:6.2f} %")
        if reached < floor[name]:
            wrong.append(f"{name} is {reached:.2f} %, under its floor of {floor[name]} %")
    for line in wrong:
        print(f"floor: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
