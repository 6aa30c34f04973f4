#!/usr/bin/env python3
"""What feeds say, read a second time by other means: xml.etree, json and html.parser.

    feed_extract.py items FILE...   each file's items, as the program should give them
    feed_extract.py suite FOLDER    feedparser's cases (index.json): what a post keeps of each
                                    expectation
Prints one JSON object a file.
"""
import ast
import calendar
import datetime
import email.utils
import hashlib
import html
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

FEED_URL = 'https://feeds.example.org/{tag}/feed'
BASE_URL = 'https://feeds.example.org/tmssw/feed'
SUITE_BASE_URL = 'http://127.0.0.1:8097/tests/case.xml'
DC = '{http://purl.org/dc/elements/1.1/}'
CONTENT = '{http://purl.org/rss/1.0/modules/content/}'
MEDIA = '{http://search.yahoo.com/mrss/}'
ATOM = '{http://www.w3.org/2005/Atom}'
TRACKING = re.compile(r'^(utm_|fbclid$|gclid$|mc_cid$|mc_eid$)')


def decode(data):
    for mark, name in ((b'\xef\xbb\xbf', 'utf-8'), (b'\xff\xfe', 'utf-16-le')):
        if data.startswith(mark):
            return data[len(mark):].decode(name, 'replace')
    try:
        return data.decode('utf-8')
    except UnicodeDecodeError:
        named = re.search(rb'encoding=["\']([\w-]+)', data[:200])
        return data.decode(named.group(1).decode() if named else 'cp1252', 'replace')


class Reader(html.parser.HTMLParser):
    """Text, links and pictures of a fragment."""

    def __init__(self, base):
        super().__init__(convert_charrefs=True)
        self.base, self.text, self.links, self.images = base, [], [], []
        self.unread = None  # inside what nobody reads

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ('script', 'style'):
            self.unread = tag
        if tag == 'a' and values.get('href'):
            classes = (values.get('class') or '').split()
            relations = (values.get('rel') or '').split()
            if not {'hashtag', 'mention'} & set(classes) and 'tag' not in relations:
                self.links.append(absolute(values['href'], self.base))
        if tag == 'img' and values.get('src') and '1' not in (values.get('width'), values.get('height')):
            self.images.append((absolute(values['src'], self.base), values.get('alt') or ''))

    def handle_endtag(self, tag):
        if tag == self.unread:
            self.unread = None

    def handle_data(self, data):
        if not self.unread:
            self.text.append(data)


def read_html(fragment, base):
    reader = Reader(base)
    reader.feed(fragment)
    reader.close()
    return ''.join(reader.text), [link for link in reader.links if link], reader.images


def absolute(reference, base):
    url = urllib.parse.urljoin(base, reference.strip())
    return url if re.match(r'https?://[^/]', url) else ''


def without_tracking(url):
    head, mark, query = url.partition('?')
    query, hash_mark, fragment = query.partition('#')
    kept = [part for part in query.split('&') if part and not TRACKING.match(part.split('=')[0])]
    return head + ('?' + '&'.join(kept) if kept else '') + hash_mark + fragment if mark else url


def milliseconds(text):
    text = (text or '').strip()
    if not text:
        return None
    try:
        time = datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))
    except ValueError:
        try:
            time = email.utils.parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    return int(time.timestamp() * 1000)


def squeezed(text):
    return ''.join(text.split())


def first(element, *names):
    for name in names:
        found = element.find(name)
        if found is not None and (''.join(found.itertext()).strip() or len(found)):
            return ''.join(found.itertext()).strip(' \t\r\n')
    return ''


def kind_of(mime_type):
    kind = mime_type.split('/')[0]
    return kind if kind in ('image', 'video', 'audio') else 'unknown'


def is_global(guid):
    return bool(re.match(r'(?:https?://[^/]|urn:[^:]+:.|tag:.*,)\S*$', guid, re.IGNORECASE))


def is_front_page(url):
    return bool(re.match(r'https?://[^/?]+/*$', url, re.IGNORECASE))


def identity(raw, link):
    guid, title = raw['guid'], raw['title']
    if is_global(guid) and (raw.get('atom') or not is_front_page(guid)):
        return guid
    if guid:
        by_title = not link or link.rstrip('/') == guid.rstrip('/')
        return hashed(FEED_URL, guid, *([] if raw.get('atom') else [title if by_title else link]))
    if not (link or title or raw['body']):
        return ''
    published = raw.get('published') or raw.get('updated')
    return hashed('' if link else FEED_URL, link, title,
                  raw['body'] if published is None else moment(published))


def moment(ms):
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return at.isoformat(timespec='milliseconds') + 'Z'


def hashed(*parts):
    whole = ''.join(part + '\0' for part in parts)
    return 'feed:' + hashlib.sha256(whole.encode()).hexdigest()


def finished(raw, feed):
    """An item as the program's post; `raw` has what the feed says in so many words."""
    base = raw.get('base', BASE_URL)
    title, title_links = raw['title'].strip(), []
    if raw.get('title_html'):
        title, title_links, _ = read_html(title, base)
    body, links, images = raw['body'], re.findall(r'https?://[^\s<>"]*[^\s<>".,;:!?)\]]', raw['body']), []
    if raw['body_html']:
        body, links, images = read_html(body, base)
    link = without_tracking(raw['link'])
    same_page = squeezed(link.rstrip('/')) == squeezed(feed.get('link', '').rstrip('/'))
    title, body = ' '.join(title.split()), body.strip()
    shown = '' if title == ' '.join(body.split()) else title
    text = squeezed(shown + body)
    words = re.findall(r'(?<![\w&/])#(\w+)', shown + '\n' + body)
    all_links = []
    for each in ([link] if same_page else []) + title_links + links + raw.get('links', []):
        each = without_tracking(each)
        if each and each not in all_links:
            all_links.append(each)
    media = [list(entry) for entry in raw.get('media', [])]
    for url, alt in images:
        same = [entry for entry in media if entry[1] == url]
        if same:
            same[0][2] = same[0][2] or alt
        elif url:
            media.append(['image', url, alt])
    published = raw.get('published') or raw.get('updated')
    updated = raw.get('updated')
    return {
        'uri': identity(raw, link),
        'url': '' if same_page else link,
        'created_at': published,
        'edited_at': updated if published and updated and updated > published else None,
        'author': raw.get('author') or '',
        'author_url': raw.get('author_url') or '',
        'text': text,
        'language': raw.get('language') or feed.get('language') or '',
        'tags': sorted({word.casefold() for word in words + raw.get('categories', [])
                        if not word.isdigit()}),
        'links': all_links,
        'media': media,
    }


def rss_items(root):
    namespace = re.match(r'\{.*?\}|', next((c for c in root if c.tag.endswith('channel')), root).tag)
    core = namespace.group(0)
    channel = root.find(core + 'channel')
    feed = {'link': first(channel, core + 'link') if channel is not None else '',
            'language': first(channel, core + 'language') if channel is not None else ''}
    items = list(root.iter(core + 'item'))
    for item in items:
        guid = item.find(core + 'guid')
        permalink = guid is not None and guid.get('isPermaLink', 'true') != 'false'
        link = first(item, core + 'link') or (guid.text if permalink else '')
        title = first(item, core + 'title')
        media = [(kind_of(e.get('type', '')), e.get('url'), '')
                 for e in item.findall(core + 'enclosure')]
        for entry in item.iter(MEDIA + 'content'):
            medium = entry.get('medium') or entry.get('type', '')
            media.append((kind_of(medium), entry.get('url'), first(entry, MEDIA + 'description')))
        for entry in item.findall(MEDIA + 'thumbnail'):
            if not media:
                media.append(('image', entry.get('url'), ''))
        yield finished({
            'guid': first(item, core + 'guid'),
            'link': absolute(link, BASE_URL) if link else '',
            'title': title, 'title_html': bool(re.search(r'</|&#?\w+;', title)),
            'body': first(item, CONTENT + 'encoded', core + 'description'), 'body_html': True,
            'author': first(item, core + 'author', DC + 'creator'),
            'published': milliseconds(first(item, core + 'pubDate', DC + 'date')),
            'categories': [(c.text or '').strip() for c in item.findall(core + 'category')],
            'media': media,
        }, feed)


def atom_text(element):
    if element is None:
        return '', False
    if element.get('type') == 'xhtml':
        return ElementTree.tostring(element, encoding='unicode'), True
    return (element.text or '').strip(), element.get('type') == 'html'


def atom_items(root):
    core = re.match(r'\{.*?\}|', root.tag).group(0)
    language = '{http://www.w3.org/XML/1998/namespace}lang'

    def alternate(element):
        for link in element.findall(core + 'link'):
            if link.get('rel', 'alternate') == 'alternate':
                return absolute(link.get('href', ''), BASE_URL)
        return ''

    feed = {'link': alternate(root), 'language': root.get(language, '')}
    for entry in root.iter(core + 'entry'):
        title, title_html = atom_text(entry.find(core + 'title'))
        body, body_html = '', False
        for name in ('content', 'summary'):
            if not body:
                body, body_html = atom_text(entry.find(core + name))
        person = entry.find(core + 'author')
        person = root.find(core + 'author') if person is None else person
        thumbnails = [('image', e.get('url'), '') for e in entry.findall(MEDIA + 'thumbnail')][:1]
        yield finished({
            'guid': first(entry, core + 'id'), 'atom': True, 'link': alternate(entry),
            'title': title, 'title_html': title_html, 'body': body, 'body_html': body_html,
            'author': first(person, core + 'name') if person is not None else '',
            'author_url': first(person, core + 'uri') if person is not None else '',
            'published': milliseconds(first(entry, core + 'published')),
            'updated': milliseconds(first(entry, core + 'updated')),
            'categories': [c.get('term', '') for c in entry.findall(core + 'category')],
            'language': entry.get(language, ''), 'media': thumbnails,
        }, feed)


def json_items(document):
    def people(holder):
        return holder.get('authors') or ([holder['author']] if 'author' in holder else [])

    feed = {'link': document.get('home_page_url', ''), 'language': document.get('language', '')}
    for item in document['items']:
        authors = people(item) or people(document)
        body = item.get('content_html') or item.get('content_text') or item.get('summary', '')
        media = [(kind_of('image'), item['image'], '')] if 'image' in item else []
        media += [(kind_of(a.get('mime_type', '')), a['url'], a.get('title', ''))
                  for a in item.get('attachments', [])]
        yield finished({
            'guid': str(item['id']), 'link': item.get('url', ''), 'title': item.get('title', ''),
            'body': body, 'body_html': 'content_html' in item,
            'author': ', '.join(a['name'] for a in authors if 'name' in a),
            'author_url': authors[0].get('url', '') if authors else '',
            'published': milliseconds(item.get('date_published')),
            'updated': milliseconds(item.get('date_modified')),
            'categories': item.get('tags', []), 'media': media,
            'links': [item['external_url']] if 'external_url' in item else [],
        }, feed)


def items_of(path):
    text = decode(path.read_bytes()).strip()
    try:
        if text.startswith('{'):
            items = list(json_items(json.loads(text)))
        else:
            root = ElementTree.fromstring(text)
            items = list(atom_items(root) if root.tag.endswith('feed') else rss_items(root))
    except (ElementTree.ParseError, json.JSONDecodeError) as error:
        return {'error': str(error)}
    return {'items': [item for item in items if item['uri']]}


# feedparser's expectations, such as: not bozo and entries[0]['title'] == 'x'.

TEXTS = {'title', 'summary', 'description', 'content', 'title_detail', 'summary_detail'}
TIMES = {'published', 'updated', 'created', 'published_parsed', 'updated_parsed', 'created_parsed'}


def path_of(node):
    """['entries', 0, 'title'] for the expression entries[0]['title']; None for another one."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        rest = path_of(node.value)
        key = node.attr if isinstance(node, ast.Attribute) else getattr(node.slice, 'value', None)
        return None if rest is None or key is None else rest + [key]
    return None


def checks_of(path, value):
    """What a post keeps of `path == value`: a list of (group, field, values that are right)."""
    if path[:1] == ['encoding']:
        return [('encoding', 'encoding', [value])]
    if path[:1] != ['entries'] or len(path) < 3:
        return []
    field, last = path[2], path[-1]
    if field in TEXTS and (last in TEXTS or last == 'value'):
        text, links, _ = read_html(value, SUITE_BASE_URL)
        return ([('text', 'text', [squeezed(text), squeezed(value), squeezed(html.unescape(value))])]
                + [('link', 'links', [link]) for link in links])
    if field in TIMES:
        time = calendar.timegm(value) * 1000 if isinstance(value, tuple) else milliseconds(value)
        return [('date', 'time', [time])]
    if field == 'link' or path[2:] == ['links', 0, 'href']:
        return [('link', 'url', [value])]
    if field in ('id', 'guid'):
        alone = is_global(value) and not is_front_page(value)
        return [('identity', 'uri', [value])] if alone else []  # else the item says more
    if field in ('author', 'authors', 'author_detail'):
        if last in ('url', 'href'):
            return [('author', 'author_url', [value])]
        return [('author', 'author', [re.sub(r' \(.*@.*\)$', '', value)])] if last != 'email' else []
    if field in ('tags', 'category') and last in ('term', 'category'):
        return [('tag', 'tags', [value])]
    if field == 'enclosures' and last == 'type':
        return [('media', 'media_kind', [kind_of(value)])]
    return []


def comparisons(node):
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from comparisons(value)
    elif isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
        sides = [node.left] + node.comparators
        for side in sides[:-1]:
            yield side, sides[-1]


def expected_text(data, encoding):
    """The whole document as feedparser reads it; None where Python has no such codec."""
    try:
        name = {'us-ascii': 'cp1252', 'iso-8859-1': 'cp1252'}.get(encoding, encoding)
        return data.decode(name).lstrip('\ufeff')
    except (LookupError, UnicodeDecodeError):
        return None


def suite_cases(folder):
    for name, _, expectation in json.loads((folder / 'index.json').read_text()):
        group = name.split('/')[1] if name.startswith('wellformed/') else name.split('/')[0]
        if group not in ('rss', 'atom', 'atom10', 'rdf', 'base', 'encoding'):
            continue
        data = (folder / name).read_bytes()
        header = re.search(rb'Header:\s*Content-type:\s*(.*)', data, re.IGNORECASE)
        checks = []
        for left, right in comparisons(ast.parse(expectation, mode='eval').body):
            path = path_of(left)
            try:
                value = ast.literal_eval(right)
            except ValueError:
                continue
            for kind, field, values in checks_of(path, value) if path else []:
                if field == 'encoding':
                    values = [expected_text(data, values[0])]
                checks.append({'group': kind, 'field': field,
                               'entry': path[1] if len(path) > 1 else 0, 'right': values})
        yield {'file': name, 'checks': checks, 'readable': expectation.startswith('not bozo'),
               'content_type': header.group(1).decode('latin-1').strip() if header else ''}


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ('items', 'suite'):
        sys.exit(__doc__)
    if arguments[0] == 'suite':
        for case in suite_cases(pathlib.Path(arguments[1])):
            print(json.dumps(case))
    else:
        for name in arguments[1:]:
            print(json.dumps({'file': name, **items_of(pathlib.Path(name))}))


main(sys.argv[1:])
