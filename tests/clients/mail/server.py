"""A mail server with TLS and a password, for tests of the way by mail: aiosmtpd with a certificate of an authority of its own.

    server.py starttls|wrapper FOLDER

Prints its port, then a line for each letter: the address and the Message-ID. The authority's certificate is FOLDER/authority.pem.
Prints why, instead of a port, where aiosmtpd or openssl is missing.
"""

import email
import ssl
import subprocess
import sys
from pathlib import Path

manner, folder = sys.argv[1], Path(sys.argv[2])

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult
except ImportError:
    sys.exit(print("no aiosmtpd"))


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificate():
    """An authority and a leaf: rustls takes no authority for a server."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    ends = "basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n"
    (folder / "leaf.ext").write_text(ends)
    openssl("req", "-x509", *key, "-keyout", "authority.key", "-out", "authority.pem", "-days", "2", "-subj", "/CN=Test authority",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=localhost")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2",
            "-extfile", "leaf.ext", "-out", "leaf.pem")


try:
    certificate()
except (OSError, subprocess.CalledProcessError):
    sys.exit(print("no openssl"))

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")


class Handler:
    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content)
        print(*envelope.rcpt_tos, letter["Message-ID"], flush=True)
        return "250 taken"


def known(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"careers", b"an invented password")
    return AuthResult(success=right, handled=False)


class Free(Controller):
    """On a port of the system's choice, which the controller itself would not find again."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


way = {"tls_context": context, "require_starttls": True} if manner == "starttls" else {"ssl_context": context}
asks = {"authenticator": known, "auth_required": True, "auth_require_tls": manner == "starttls"}
controller = Free(Handler(), hostname="127.0.0.1", port=0, **way, **asks)
controller.start()
print(controller.port, flush=True)
sys.stdin.read()
controller.stop()
