#!/usr/bin/env python3
"""Holds the figures of `fingerpost evaluate --half odd --json` to their floor.

gold.py FIGURES FLOOR: both are JSON. Ends with 1, naming each figure that is worse than its floor. Raise a floor when a figure rises; never
lower one quietly.
"""
import json
import sys


def main(figures_path: str, floor_path: str) -> int:
    with open(figures_path, encoding="utf-8") as file:
        figures = json.load(file)
    with open(floor_path, encoding="utf-8") as file:
        floor = json.load(file)
    share = lambda some, all: 100 * some / all
    reached = {
        "right_and_answered": 100 * figures["right_and_answered"],
        "ndcg10": 100 * figures["retrieval"]["ndcg10"],
        "disclosures_found": share(figures["safety"]["found"], figures["safety"]["alerts"]),
    }
    at_most = {
        "off_topic_answered": share(figures["off_topic"]["answered"], figures["off_topic"]["asked"]),
        "false_alarms": share(figures["safety"]["false_alarms"], figures["safety"]["others"]),
        "wording_spread": figures["wordings"]["spread_points"],
    }
    wrong = [f"{name} is {value:.1f}, under {floor[name]}" for name, value in reached.items() if value < floor[name]]
    wrong += [f"{name} is {value:.1f}, over {floor[name]}" for name, value in at_most.items() if value > floor[name]]
    for name, value in {**reached, **at_most}.items():
        print(f"{name:<20} {value:6.1f}  (floor {floor[name]})")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
