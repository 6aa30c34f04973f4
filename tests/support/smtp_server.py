#!/usr/bin/env python3
"""An SMTP server on 127.0.0.1 that keeps every mail, and does what the recipient's name says.

    smtp_server.py FOLDER [--tls CERTIFICATE KEY] [--user NAME PASSWORD] [--tell]

Prints its port, and with --tell the name of each file that it kept. Each message that was sent whole is kept as FOLDER/NUMBER.RECIPIENT.eml, whatever
the answer was. By the beginning of the recipient's name:

    greylisted…    451 to the first RCPT, then as any other
    unknown…       550 to RCPT
    tempbody…      451 to the first message
    spam…          554 to the message
    dropped…       the first message is taken, and the connection closed without a word
    busy…          421 to the first message, and the connection closed
    any other      250

Ends with the process that started it.
"""
import argparse
import asyncio
import os
import pathlib
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Server:
    def __init__(self, folder, user, tells):
        self.folder = folder
        self.tells = tells
        self.user = user
        self.number = 0
        self.seen = set()

    def first_time(self, stage, recipient):
        before = (stage, recipient) in self.seen
        self.seen.add((stage, recipient))
        return not before

    def authenticate(self, server, session, envelope, mechanism, data):
        known = self.user and (data.login.decode(), data.password.decode()) == tuple(self.user)
        return AuthResult(success=bool(known), handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('greylisted') and self.first_time('rcpt', address):
            return '451 4.7.1 Greylisted, try again later'
        if address.startswith('unknown'):
            return '550 5.1.1 No such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        [recipient] = envelope.rcpt_tos
        self.number += 1
        path = self.folder / f'{self.number:05}.{recipient}.eml'
        draft = path.with_suffix('.tmp')
        draft.write_bytes(envelope.original_content)
        draft.rename(path)
        if self.tells:
            print(path.name, flush=True)
        if recipient.startswith('spam'):
            return '554 5.7.1 Message refused'
        first = self.first_time('data', recipient)
        if recipient.startswith('tempbody') and first:
            return '451 4.3.0 Try again later'
        if recipient.startswith('busy') and first:
            server.transport.write(b'421 4.3.2 Closing\r\n')
            server.transport.close()
        elif recipient.startswith('dropped') and first:
            server.transport.abort()
        return f'250 2.0.0 queued as {self.number}'


async def serve(arguments):
    handler = Server(pathlib.Path(arguments.folder), arguments.user, arguments.tell)
    tls = None
    if arguments.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*arguments.tls)

    def session():
        return SMTP(handler, hostname='mail.test', tls_context=tls, require_starttls=bool(tls),
                    auth_required=bool(arguments.user), auth_require_tls=bool(tls),
                    authenticator=handler.authenticate if arguments.user else None)

    loop = asyncio.get_running_loop()
    # A client that is killed in the middle is what the tests are about.
    loop.set_exception_handler(lambda *_: None)
    server = await loop.create_server(session, '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(0.5)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--tls', nargs=2)
    parser.add_argument('--user', nargs=2)
    parser.add_argument('--tell', action='store_true')
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(asyncio.run(serve(parser.parse_args())))
