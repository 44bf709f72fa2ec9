"""Holds what the two parsers read against what was asked for, and files it as a calendar program would.

    compare.py FOLDER
"""

import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
wrong = []


def must(holds, says):
    if not holds:
        wrong.append(says)


def filed(events):
    """A calendar that takes events as they come: by UID, and never an older one over a newer (RFC 5546, 2.1.5)."""
    calendar = {}
    for event in events:
        if event["sequence"] >= calendar.get(event["uid"], event)["sequence"]:
            calendar[event["uid"]] = event
    return [event["start"] for event in calendar.values() if event["status"] != "CANCELLED"]


for reader in ["icalendar", "ical.js"]:
    read = {event["file"]: event for event in json.loads((folder / f"{reader}.json").read_text())}
    must(set(read) == {event["file"] for event in expected}, f"{reader}: {sorted(read)}")
    for event in expected:
        found = read[event["file"]]
        for name in ["method", "status", "sequence", "start", "minutes", "zone", "organiser", "attendee"]:
            must(found[name] == event[name], f"{reader}: {event['file']}: {name} is {found[name]!r} and not {event[name]!r}")
        must(found["place"] == "room 4; library, first floor", f"{reader}: {event['file']}: {found['place']!r}")
    uids = {}
    for meeting in ["october", "march"]:
        for way in ["letter", "web"]:
            story = [read[event["file"]] for event in expected if (event["meeting"], event["by"]) == (meeting, way)]
            booked, moved, called_off = story
            uids.setdefault(meeting, set()).update(event["uid"] for event in story)
            must(filed([booked]) == [booked["start"]], f"{reader}: {meeting}, {way}: booked and not there")
            must(filed([booked, moved]) == [moved["start"]], f"{reader}: {meeting}, {way}: moved, and there twice or at the old time")
            must(filed(story) == [], f"{reader}: {meeting}, {way}: called off and still there")
            must(filed([called_off, booked, moved]) == [], f"{reader}: {meeting}, {way}: an old letter brings it back")
    must(all(len(of) == 1 for of in uids.values()), f"{reader}: more than one UID for a meeting: {uids}")
    must(uids["october"] != uids["march"], f"{reader}: two meetings are one: {uids}")

for says in wrong:
    print(says, file=sys.stderr)
if wrong:
    sys.exit(1)
print(f"{len(expected)} calendar files of two meetings, booked, moved across a clock change and called off: icalendar and ical.js agree.")
