"""Reads an Atom feed with Python's own parser, holds it against RFC 4287, prints its facts.

    read_atom.py FILE
"""
import re
import sys
import xml.etree.ElementTree as ET

ATOM = '{http://www.w3.org/2005/Atom}'
DATE = re.compile(r'^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$')


def one(element, name):
    found = element.findall(ATOM + name)
    assert len(found) == 1, f'{len(found)} times {name}'
    return found[0]


def text(element, name):
    child = one(element, name)
    assert child.get('type', 'text') == 'text' and len(child) == 0, f'{name} holds markup'
    return child.text or ''


def date(element, name):
    value = text(element, name)
    assert DATE.match(value), f'no date: {value}'
    return value


def tag_uri(element):
    value = text(element, 'id')
    assert re.match(r"^tag:[a-z0-9.-]+,\d{4}(-\d{2}){0,2}:[A-Za-z0-9._~!$&'()*+,;=:@/?-]+$", value)
    return value


def link(element, relation):
    found = [each for each in element.findall(ATOM + 'link') if each.get('rel') == relation]
    assert len(found) == 1, f'{len(found)} links {relation}'
    return found[0].get('href')


feed = ET.parse(sys.argv[1]).getroot()
assert feed.tag == ATOM + 'feed'
assert text(feed, 'title')
assert text(one(feed, 'author'), 'name')
print('feed', tag_uri(feed))
print('updated', date(feed, 'updated'))
print('self', link(feed, 'self'))
print('alternate', link(feed, 'alternate'))
ids = set()
for entry in feed.findall(ATOM + 'entry'):
    assert tag_uri(entry) not in ids, 'an id twice'
    ids.add(tag_uri(entry))
    assert date(entry, 'published') <= date(entry, 'updated') <= date(feed, 'updated')
    print('entry', tag_uri(entry))
    print('  title', text(entry, 'title'))
    print('  updated', date(entry, 'updated'))
    print('  link', link(entry, 'alternate'))
    print('  summary', text(entry, 'summary'))
known = {ATOM + name for name in ('id', 'title', 'updated', 'published', 'author', 'name', 'link',
                                  'entry', 'summary', 'feed')}
foreign = {element.tag for element in feed.iter()} - known
assert not foreign, foreign
