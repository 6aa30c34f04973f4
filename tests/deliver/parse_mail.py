#!/usr/bin/env python3
"""A mail as Python's own parser reads it, as JSON: headers, parts, and what is wrong with it.

    parse_mail.py FILE
"""
import email
import email.policy
import json
import sys

with open(sys.argv[1], 'rb') as file:
    raw = file.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = [part for part in message.walk() if not part.is_multipart()]
print(json.dumps({
    'defects': [str(d) for part in message.walk() for d in part.defects]
               + [str(d) for value in message.values() for d in value.defects],
    'headers': [[name, str(value)] for name, value in message.items()],
    'subject': message['Subject'],
    'date': message['Date'].datetime.isoformat(),
    'type': message.get_content_type(),
    'parts': [{'type': part.get_content_type(), 'text': part.get_content().replace('\r\n', '\n')} for part in parts],
    'longest_line': max(len(line) for line in raw.split(b'\r\n')),
    'bare_breaks': raw.replace(b'\r\n', b'').count(b'\r') + raw.replace(b'\r\n', b'').count(b'\n'),
    'ascii': raw.isascii(),
}, ensure_ascii=False))
