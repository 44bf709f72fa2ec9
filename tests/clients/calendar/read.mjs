// Reads the calendar files of a folder with ical.js, and prints what each says as JSON: node read.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";

const folder = process.argv[2];

/** The instant, by the zone that the file itself explains. */
function utc(time) {
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function read(name) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, name), "utf8")));
  const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => new ICAL.Timezone(zone));
  const [found, ...more] = calendar.getAllSubcomponents("vevent");
  if (zones.length !== 1 || more.length > 0) throw new Error(`${name}: one zone and one event`);
  const event = new ICAL.Event(found, { strictExceptions: true });
  for (const time of [event.startDate, event.endDate]) {
    if (time.zone.tzid !== zones[0].tzid) throw new Error(`${name}: ${time.zone.tzid} is not explained`);
    time.zone = zones[0];
  }
  const address = (property) => found.getFirstPropertyValue(property);
  return {
    file: name,
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    status: found.getFirstPropertyValue("status"),
    start: utc(event.startDate),
    minutes: event.endDate.subtractDateTz(event.startDate).toSeconds() / 60,
    zone: found.getFirstProperty("dtstart").getParameter("tzid"),
    place: event.location,
    organiser: address("organizer"),
    attendee: address("attendee"),
  };
}

const names = readdirSync(folder).filter((name) => name.endsWith(".ics")).sort();
console.log(JSON.stringify(names.map(read)));
