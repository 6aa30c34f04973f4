#!/usr/bin/env python3
"""What post views of Bluesky's API say, read a second time by other means: json and re.

    bluesky_extract.py FOLDER...   compares FOLDER/page.json, a page that the program read (see
                                   page_json.hpp), with FOLDER/views.json, the answer that it was
                                   given

Prints each difference and, for each folder, the number of posts; fails when something differs.
"""
import datetime
import json
import pathlib
import re
import sys
import unicodedata
import urllib.parse

TRACKING = re.compile(r'^(utm_.*|fbclid|gclid|mc_cid|mc_eid|ref_src)$', re.IGNORECASE)
WARNINGS = ('porn', 'sexual', 'nudity', 'graphic-media', 'gore')
POST = re.compile(r'at://(did:[\w.:%-]+)/app\.bsky\.feed\.post/([\w.:~-]+)')


def cleaned(url):
    """An absolute web address without what tracks; None for anything else."""
    parts = urllib.parse.urlsplit(url or '')
    if parts.scheme not in ('http', 'https') or not parts.hostname:
        return None
    kept = [each for each in parts.query.split('&') if not TRACKING.match(each.split('=')[0])]
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, '&'.join(kept),
                                    parts.fragment))


def bare(url):
    return re.sub(r'^(https?://)?(www\.)?|/$', '', url)


def key(tag):
    folded = unicodedata.normalize('NFKC', tag).casefold()
    return ''.join(c for c in unicodedata.normalize('NFD', folded) if not unicodedata.combining(c))


def moment(text):
    """A time in whole milliseconds, which the parser of Python does not cut but reads."""
    match = re.fullmatch(r'([\d-]+T[\d:]+)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?', text or '')
    if not match or text < '1970':
        return None
    zone = {'Z': '+00:00', None: '+00:00'}.get(match[3], match[3])
    at = datetime.datetime.fromisoformat(match[1] + zone).astimezone(datetime.timezone.utc)
    return at.strftime('%Y-%m-%dT%H:%M:%S.') + f'{match[2] or "0":0<3.3}Z'


def one_line(text):
    return ' '.join(text.split())


def once(values):
    return list(dict.fromkeys(value for value in values if value))


def features(record, name):
    """Each feature of a kind, with the text that its facet covers, by place in the text."""
    text = record['text'].encode()
    found = []
    for facet in sorted(record.get('facets', []), key=lambda each: each['index']['byteStart']):
        start, end = facet['index']['byteStart'], facet['index']['byteEnd']
        found += [(each, text[start:end].decode(), start, end) for each in facet['features']
                  if each['$type'] == 'app.bsky.richtext.facet#' + name]
    return found


def full_text(record):
    """The text, in which shortened addresses are replaced from the last to the first."""
    text = record['text'].encode()
    for feature, shown, start, end in reversed(features(record, 'link')):
        address = shown.strip()
        cut = re.sub(r'(\.\.\.|…)$', '', bare(address.lower()))
        url = cleaned(feature['uri'])
        if url and (bare(url.lower()).startswith(cut.rstrip('/')) and '.' in cut
                    or re.match(r'https?://\S+$', address)):
            text = text[:start] + shown.replace(address, url).encode() + text[end:]
    return one_line(text.decode())


def media_and_cards(embed):
    """Pictures and videos of a view, and the pages that it shows."""
    embed = embed or {}
    inner = embed.get('media') or embed
    media = [('image', each['fullsize'], each['alt']) for each in inner.get('images', [])]
    if 'playlist' in inner:
        media.append(('video', inner['playlist'], inner.get('alt') or ''))
    return media, [inner['external']] if 'external' in inner else []


def expected(view):
    record, author = view['record'], view['author']
    did, rkey = POST.fullmatch(view['uri']).groups()
    tags = [each['tag'] for each, *_ in features(record, 'tag')]
    if not tags:
        tags = re.findall(r'(?<![\w&/])#(\w*[^\W\d]\w*)', record['text'])
    links = once(cleaned(each['uri']) for each, *_ in features(record, 'link'))
    media, cards = media_and_cards(view.get('embed'))
    titles = dict.fromkeys(links, '')
    for card in cards:
        url = cleaned(card['uri'])
        same = [each for each in links if bare(each) == bare(url)]
        titles[(same or [url])[0]] = one_line(card['title'])
    shown = (record.get('embed') or {}).get('record') or {}
    quoted = (shown.get('record') or shown).get('uri', '')
    quoted = quoted if POST.fullmatch(quoted) else None
    labels = view.get('labels', []) + record.get('labels', {}).get('values', [])
    handle = author['handle'] if author['handle'] != 'handle.invalid' else did
    mentions = [re.search(r'@[\w.-]+', text) for _, text, *_ in features(record, 'mention')]
    return {
        'uri': view['uri'],
        'native_id': view['uri'],
        'url': f'https://bsky.app/profile/{handle}/post/{rkey}',
        'kind': 'quote' if quoted else 'reply' if record.get('reply') else 'post',
        'handle': '@' + handle,
        'name': one_line(author.get('displayName') or handle),
        'author_url': f'https://bsky.app/profile/{handle}',
        'followers': None,
        'created_on': (moment(author.get('createdAt')) or '')[:10] or None,
        'created_at': moment(record['createdAt']) or moment(view['indexedAt']),
        'edited_at': None,
        'text': full_text(record),
        'content_warning': next((each['val'] for each in labels if each['val'] in WARNINGS
                                 and not each.get('neg')), None),
        'language': next(iter(record.get('langs', [])), None),
        'tags': once(key(each) for each in tags + record.get('tags', [])),
        'mentions': once(each[0] for each in mentions),
        'links': list(titles.items()),
        'media': media,
        'likes': view.get('likeCount'),
        'reposts': view.get('repostCount'),
        'replies': view.get('replyCount'),
        'quotes': view.get('quoteCount'),
        'in_reply_to': record.get('reply', {}).get('parent', {}).get('uri'),
        'repost_of': quoted,
        'withheld': any(each['val'] == '!no-unauthenticated' and not each.get('neg')
                        for each in author.get('labels', [])),
    }


def given(post):
    author = post['author']
    return {
        **{name: post[name] for name in ('uri', 'native_id', 'url', 'kind', 'created_at',
                                         'edited_at', 'content_warning', 'language', 'mentions',
                                         'in_reply_to', 'repost_of', 'withheld')},
        **{name: author[name] for name in ('handle', 'followers', 'created_on')},
        **post['engagement'],
        'name': one_line(author['name']),
        'author_url': author['url'],
        'text': one_line(post['text']),
        'tags': [key(tag) for tag in post['tags']],
        'links': [(link['url'], one_line(link['title'])) for link in post['links']],
        'media': [(each['kind'], each['url'], each['alt']) for each in post['media']],
    }


def places(views):
    """Where servers sort: by the earlier of the author's time and their own."""
    return [min(moment(view['record']['createdAt']) or moment(view['indexedAt']),
                moment(view['indexedAt'])) for view in views]


def agrees(folder):
    page = json.loads((folder / 'page.json').read_text(encoding='utf-8'))
    answer = json.loads((folder / 'views.json').read_text(encoding='utf-8'))
    posts = {post['uri']: given(post) for post in page['posts']}
    views = [view for view in answer['posts'] if POST.fullmatch(view['uri']) and view.get('author')]
    in_time = places(answer['posts'])
    bounds = [page[name] and page[name]['at'] for name in ('newest', 'oldest')]
    same = len(posts) == len(views) and page['more'] == ('cursor' in answer)
    if bounds != ([max(in_time), in_time[-1]] if in_time else [None, None]):
        same = False
        print(f'bounds {bounds}, places {in_time[:1]} to {in_time[-1:]}')
    fields = 0
    for view in views:
        wanted, got = expected(view), posts.get(view['uri'], {})
        fields = len(wanted)
        for name, value in wanted.items():
            if got.get(name, 'missing') != value:
                same = False
                print(f'{view["uri"]} {name}:\n  program {got.get(name)!r}\n  script  {value!r}')
    print(f'{folder.name}: {len(posts)} posts of {len(answer["posts"])} views, {fields} fields each')
    return same


if __name__ == '__main__':
    sys.exit(0 if all([agrees(pathlib.Path(folder)) for folder in sys.argv[1:]]) else 1)
