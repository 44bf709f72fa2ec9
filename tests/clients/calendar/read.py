"""Reads the calendar files of a folder with icalendar, and prints what each says as JSON.

    read.py FOLDER
"""

import json
import sys
from datetime import timezone
from pathlib import Path

from icalendar import Calendar


def utc(instant):
    return instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_its_own_zone(calendar, at):
    """The instant by the file's own account of London's clock, rather than by this machine's."""
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    assert list(zones) == [at.params["TZID"]], "every zone that is named is explained, and no other"
    wall = at.dt.replace(tzinfo=None)
    own = wall.replace(tzinfo=zones[at.params["TZID"]])
    assert utc(own) == utc(at.dt), f"its zone says {utc(own)}, the world's {utc(at.dt)}"
    return own


def read(path):
    calendar = Calendar.from_ical(path.read_bytes())
    faults = [fault for component in calendar.walk() for fault in component.errors]
    assert not faults, f"{path.name}: {faults}"
    [event] = calendar.walk("VEVENT")
    start, end = in_its_own_zone(calendar, event["DTSTART"]), in_its_own_zone(calendar, event["DTEND"])
    return {
        "file": path.name,
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "start": utc(start),
        "minutes": (end - start).total_seconds() / 60,
        "zone": event["DTSTART"].params["TZID"],
        "place": str(event["LOCATION"]),
        "organiser": str(event["ORGANIZER"]),
        "attendee": str(event["ATTENDEE"]) if "ATTENDEE" in event else None,
    }


print(json.dumps([read(path) for path in sorted(Path(sys.argv[1]).glob("*.ics"))]))
