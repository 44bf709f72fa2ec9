"""Books, moves and cancels an interview in a served house, once around each clock change, and keeps every calendar file that goes out.

    book.py FOLDER

The house is the real program with the real mail door; the mail server is aiosmtpd. FOLDER gets a file for each calendar file, and
expected.json, which says what each must say: what was asked for, and the instants that London's clock makes of it.
"""

import email
import email.policy
import http.cookiejar
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from aiosmtpd.controller import Controller

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PROGRAM = os.environ["FINGERPOST_BIN"]

PUPIL = "kim@pupil.example"
TEAM = "careers@birch.example"

SCHOOL = f"""
name = "Birch School"
demo = true

[contacts.careers_leader]
name = "Ms R. Leader"
email = "{TEAM}"
"""

ADVISERS = """
[[advisers]]
id = "quill"
name = "Mx A. Quill"

[[advisers.hours.weekly]]
day = "Tue"
time = { clock = ["10:00", "12:00"] }
place = { room = "room 4; library, first floor" }
schools = ["birch"]
"""

# A Tuesday before and a Tuesday after each clock change, with the instant that 10 o'clock in London is.
CHANGES = [
    {
        "name": "october",
        "now": "2026-10-19T09:00",
        "first": ("tuesday 20 october at 10am", "2026-10-20T09:00:00Z"),
        "then": ("tuesday 27 october at 10am", "2026-10-27T10:00:00Z"),
    },
    {
        "name": "march",
        "now": "2027-03-22T09:00",
        "first": ("tuesday 23 march at 10am", "2027-03-23T10:00:00Z"),
        "then": ("tuesday 30 march at 10am", "2027-03-30T09:00:00Z"),
    },
]


class Letters:
    """A mail server that keeps what comes."""

    def __init__(self):
        self.kept = queue.Queue()

    async def handle_DATA(self, server, session, envelope):
        self.kept.put(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    def next_with_a_calendar(self):
        """The next letter to the pupil that has a calendar file; the others are let by."""
        while True:
            letter = self.kept.get(timeout=60)
            if letter["To"] == PUPIL and any(part.get_content_type() == "text/calendar" for part in letter.walk()):
                return letter


class Free(Controller):
    """On a port of the system's choice, which the controller itself would not find again."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def configure(folder, port):
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    shutil.rmtree(config / "schools")
    (config / "schools").mkdir()
    (config / "schools" / "birch.toml").write_text(SCHOOL)
    (config / "advisers.toml").write_text(ADVISERS)
    settings = (config / "fingerpost.toml").read_text()
    mail = {"server": '"127.0.0.1"', "port": port, "tls": '"none"', "from": f'"{TEAM}"'}
    before, mail_section, after = re.split(r"(?m)^(?=\[mail\]|\[webhook\])", settings)
    for key, value in mail.items():
        mail_section, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", mail_section)
        assert count == 1, f"there is no {key} in [mail]"
    (config / "fingerpost.toml").write_text(before + mail_section + after)
    return config


class House:
    """The program, served at a moment, and one visitor of its page."""

    def __init__(self, folder, now, port):
        config = configure(folder, port)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FINGERPOST_")}
        environment["FINGERPOST_NOW"] = now
        place = ["--config", config, "--data", folder / "data", "--knowledge", ROOT / "knowledge"]
        subprocess.run([PROGRAM, "advisers", "add", config / "advisers.toml", *place], env=environment, check=True, stdout=subprocess.DEVNULL)
        complaints = open(folder / "program.log", "w")
        serve = [PROGRAM, "serve", "--port", "0", *place]
        self.process = subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, stderr=complaints, text=True)
        self.address = None
        for line in self.process.stdout:
            if found := re.search(r"chat +(http://\S+)", line):
                self.address = found[1]
            if "Ready after" in line:
                break
        assert self.address, f"the program ended before it was ready: {(folder / 'program.log').read_text()}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def say(self, text, expect):
        form = urllib.parse.urlencode({"text": text}).encode()
        request = urllib.request.Request(f"{self.address}/ask", form, {"x-fingerpost": "fragment"})
        reply = self.browser.open(request, timeout=60).read().decode()
        assert expect in reply, f"“{expect}” is not the answer to “{text}”: {reply}"
        return reply

    def calendar_file(self, code):
        with self.browser.open(f"{self.address}/appointments/{code}.ics", timeout=60) as response:
            assert response.headers["Content-Type"].startswith("text/calendar"), response.headers
            return response.read()

    def close(self):
        self.process.kill()
        self.process.wait()


def of_letter(letter):
    """The calendar of a letter: inside, where mail programs act on it, and attached; both the same."""
    inside = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    attached = [part for part in letter.walk() if part.get_content_type() == "application/ics"]
    assert len(inside) == 1 and len(attached) == 1, letter.as_string()
    said = inside[0].get_payload(decode=True)
    assert said == attached[0].get_payload(decode=True), "the attached file is another one"
    method = inside[0].get_param("method")
    assert f"METHOD:{method}\r\n".encode() in said, f"the letter says {method}"
    return said


def story(change, folder, letters, port):
    """Books, moves, cancels; yields each calendar file with what it must say."""
    house = House(folder, change["now"], port)
    (first, at_first), (then, at_last) = change["first"], change["then"]
    try:
        for text, expect in [("book an appointment", "next free times"), (first, "I am keeping"), ("Kim, year 11", "reach you"), (PUPIL, "talk about")]:
            house.say(text, expect)
        house.say("apprenticeships", "Shall I book it?")
        code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", house.say("yes", "You are booked"))[0]
        yield from both(house, letters, code, "REQUEST", "CONFIRMED", 1, at_first)
        house.say("move my appointment", "instead")
        house.say(then, "Moved. You are booked")
        yield from both(house, letters, code, "REQUEST", "CONFIRMED", 2, at_last)
        house.say("cancel my appointment", "is cancelled")
        yield from both(house, letters, code, "CANCEL", "CANCELLED", 3, at_last)
    finally:
        house.close()


def both(house, letters, code, method, status, sequence, start):
    says = {"status": status, "sequence": sequence, "start": start, "minutes": 30, "zone": "Europe/London", "organiser": f"mailto:{TEAM}"}
    yield of_letter(letters.next_with_a_calendar()), {**says, "by": "letter", "method": method, "attendee": f"mailto:{PUPIL}"}
    yield house.calendar_file(code), {**says, "by": "web", "method": "PUBLISH", "attendee": None}


def main():
    out = Path(sys.argv[1])
    letters = Letters()
    server = Free(letters, hostname="127.0.0.1", port=0)
    server.start()
    expected = []
    for change in CHANGES:
        folder = out / change["name"]
        folder.mkdir()
        for body, says in story(change, folder, letters, server.port):
            name = f"{change['name']}-{says['sequence']}-{says['by']}.ics"
            (out / name).write_bytes(body)
            expected.append({"file": name, "meeting": change["name"], **says})
    server.stop()
    (out / "expected.json").write_text(json.dumps(expected))


main()
