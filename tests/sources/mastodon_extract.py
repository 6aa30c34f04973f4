#!/usr/bin/env python3
"""What statuses of Mastodon's API say, read a second time by other means: json and html.parser.

    mastodon_extract.py FOLDER...   compares FOLDER/page.json, a page that the program read (see
                                    page_json.hpp), with FOLDER/statuses.json, the list of statuses
                                    that it was given

Prints each difference and, for each folder, the number of posts; fails when something differs.
"""
import datetime
import html.parser
import json
import pathlib
import re
import sys
import unicodedata
import urllib.parse

SERVER = 'https://social.example'
TRACKING = re.compile(r'^(utm_.*|fbclid|gclid|mc_cid|mc_eid)$', re.IGNORECASE)
MEDIA = {'image': 'image', 'gifv': 'animation', 'video': 'video', 'audio': 'audio'}
LINES = ('br', 'p', 'li', 'ul', 'ol', 'hr', 'blockquote', 'pre')


def cleaned(url):
    """An absolute web address without what tracks; None for anything else."""
    if not url:
        return None
    parts = urllib.parse.urlsplit(urllib.parse.urljoin(SERVER + '/', url))
    if parts.scheme not in ('http', 'https') or not parts.hostname:
        return None
    kept = [each for each in parts.query.split('&') if not TRACKING.match(each.split('=')[0])]
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, '&'.join(kept),
                                    parts.fragment))


class Reader(html.parser.HTMLParser):
    """Text and links of a status as a person sees them: hidden spans from the link's address."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.links, self.tags, self.stack = '', [], [], []
        self.anchor = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        classes = (attributes.get('class') or '').split()
        if tag in LINES:
            self.text += '\n'
        elif tag == 'span':
            self.stack.append('invisible' in classes)
            if self.anchor and ('invisible' in classes or 'ellipsis' in classes):
                self.anchor['short'] = True
        elif tag == 'a':
            rel = (attributes.get('rel') or '').split()
            kind = 'hashtag' if 'hashtag' in classes or 'tag' in rel else (
                'mention' if 'mention' in classes else 'link')
            self.anchor = {'kind': kind, 'href': attributes.get('href'), 'at': len(self.text),
                           'short': False}

    def handle_endtag(self, tag):
        if tag == 'span' and self.stack:
            self.stack.pop()
        elif tag in LINES:
            self.text += '\n'
        elif tag == 'a' and self.anchor:
            anchor, self.anchor = self.anchor, None
            shown = self.text[anchor['at']:]
            url = cleaned(anchor['href'])
            if anchor['kind'] == 'hashtag' or re.fullmatch(r'#\w+', shown):
                self.tags.append(shown.lstrip('#'))
            elif anchor['kind'] == 'link' and url:
                self.links.append(url)
                if anchor['short'] or re.match(r'(https?://|www\.|[\w.-]+\.\w+/)\S*$', shown):
                    self.text = self.text[:anchor['at']] + url

    def handle_data(self, data):
        if not any(self.stack):
            self.text += data


def key(tag):
    folded = unicodedata.normalize('NFKC', tag).casefold()
    return ''.join(c for c in unicodedata.normalize('NFD', folded) if not unicodedata.combining(c))


def moment(text):
    if not text:
        return None
    at = datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))
    at = at.astimezone(datetime.timezone.utc)
    return at.strftime('%Y-%m-%dT%H:%M:%S.') + f'{at.microsecond // 1000:03}Z'


def handle(acct):
    return '@' + acct if '@' in acct else f'@{acct}@social.example'


def count(number):
    return number if isinstance(number, int) and number >= 0 else None


def once(values):
    return list(dict.fromkeys(value for value in values if value))


def quoted(status):
    quote = status.get('quote') or {}
    return (quote.get('quoted_status') or quote).get('uri')


def expected(status):
    reader = Reader()
    reader.feed(status['content'])
    reader.close()
    account = status['account']
    elsewhere = [cleaned(each['url']) for each in status['mentions'] + status['tags']]
    links = [url for url in once(reader.links) if url not in elsewhere]
    card = status.get('card') or {}
    known = [re.sub(r'^https?://(www\.)?|/$', '', url) for url in links]
    card_url = cleaned(card.get('url'))
    if card_url and re.sub(r'^https?://(www\.)?|/$', '', card_url) not in known:
        links.append(card_url)
    media = []
    for each in status['media_attachments']:
        url = next(filter(None, map(each.get, ('url', 'remote_url', 'preview_url'))), None)
        if url:
            media.append((MEDIA.get(each['type'], 'unknown'), url, each.get('description') or ''))
    return {
        'uri': status['uri'],
        'native_id': status['id'],
        'url': status.get('url') or status['uri'],
        'kind': ('quote' if quoted(status) else
                 'reply' if status.get('in_reply_to_id') else 'post'),
        'handle': handle(account['acct']),
        'name': ' '.join((account['display_name'] or account['username']).split()),
        'author_url': account['url'],
        'followers': count(account.get('followers_count')),
        'bot': bool(account.get('bot')),
        'created_on': account['created_at'][:10],
        'created_at': moment(status['created_at']),
        'edited_at': moment(status.get('edited_at')),
        'text': ' '.join(reader.text.split()),
        'content_warning': ' '.join(status['spoiler_text'].split()) or None,
        'language': status.get('language') or None,
        'tags': once(key(tag['name']) for tag in status['tags']),
        'mentions': once(handle(each['acct']) for each in status['mentions']),
        'links': links,
        'media': media,
        'likes': count(status.get('favourites_count')),
        'reposts': count(status.get('reblogs_count')),
        'replies': count(status.get('replies_count')),
        'quotes': count(status.get('quotes_count')),
        'repost_of': quoted(status),
        'withheld': bool(account.get('noindex')),
        'indexable': account.get('indexable') is not False,
    }


def given(post):
    author, engagement = post['author'], post['engagement']
    return {
        **{name: post[name] for name in ('uri', 'native_id', 'url', 'kind', 'created_at',
                                         'edited_at', 'content_warning', 'language', 'mentions',
                                         'repost_of', 'withheld', 'indexable')},
        **{name: author[name] for name in ('handle', 'name', 'followers', 'bot', 'created_on')},
        **engagement,
        'author_url': author['url'],
        'text': ' '.join(post['text'].split()),
        'tags': [key(tag) for tag in post['tags']],
        'links': [link['url'] for link in post['links']],
        'media': [(each['kind'], each['url'], each['alt']) for each in post['media']],
    }


def agrees(folder):
    page = json.loads((folder / 'page.json').read_text(encoding='utf-8'))
    posts = {post['native_id']: given(post) for post in page['posts']}
    statuses = [status
                for status in json.loads((folder / 'statuses.json').read_text(encoding='utf-8'))
                if status['visibility'] == 'public' and not status.get('reblog')]
    same = len(posts) == len(statuses)
    fields = 0
    for status in statuses:
        wanted, got = expected(status), posts.get(status['id'], {})
        fields = len(wanted)
        for name, value in wanted.items():
            if got.get(name, 'missing') != value:
                same = False
                print(f'{status["id"]} {name}:\n  program {got.get(name)!r}\n  script  {value!r}')
    print(f'{folder.name}: {len(posts)} posts of {len(statuses)} public statuses, '
          f'{fields} fields each')
    return same


if __name__ == '__main__':
    sys.exit(0 if all([agrees(pathlib.Path(folder)) for folder in sys.argv[1:]]) else 1)
