#!/usr/bin/env python3
"""Fails on an #include that the house does not allow: arrows between modules point down only, and
each third-party library is known to few files.

    check_layers.py [ROOT]
"""
import pathlib
import re
import sys

from cpp_source import ROOT, files

# What a module may include of the others (itself goes without saying).
MODULES = {
    'base': [],
    'model': ['base'],
    'text': ['base', 'model'],
    'settings': ['base', 'model'],
    'sources': ['base', 'model', 'text'],
    'net': ['base', 'model'],
    'store': ['base', 'model', 'text'],
    'ingest': ['base', 'model', 'text', 'sources', 'net', 'store'],
    'digest': ['base', 'model', 'text', 'store'],
    'render': ['base', 'model', 'text', 'digest', 'store'],
    'deliver': ['base', 'model', 'net', 'store', 'digest', 'render'],
    'demo': ['base', 'model', 'net'],
    'app': ['base', 'model', 'text', 'settings', 'sources', 'net', 'store', 'ingest', 'digest',
            'render', 'deliver', 'demo'],
}

# Third-party headers by prefix, and the places that may include them: a module, or one file of it.
# Headers of a public face (include/tagwatch) may include only what PUBLIC_HEADERS names.
THIRD_PARTY = {
    'boost/system/': list(MODULES),
    'boost/asio': ['net', 'store', 'ingest', 'demo', 'app'],
    'boost/beast': ['net/http_server.cpp', 'net/ws_client.cpp'],
    'boost/url': ['text'],
    'fmt/': list(MODULES),
    'spdlog/': ['base/log.cpp'],
    'date/': ['base/zone.cpp'],
    'utf8proc.h': ['model/hashtag.cpp', 'text', 'base'],
    'cld2/': ['text/language.cpp'],
    'gumbo.h': ['text'],
    're2/': ['text'],
    'toml++/': ['settings'],
    'simdjson.h': ['sources', 'digest', 'ingest'],
    'pugixml.hpp': ['sources'],
    'iconv.h': ['sources'],
    'curl/': ['net'],
    'openssl/': ['net'],
    'sqlite3.h': ['store'],
    'kainjow/': ['render'],
    'CLI/': ['app'],
}
PUBLIC_HEADERS = ('boost/system/', 'boost/asio/awaitable.hpp', 'boost/asio/any_io_executor.hpp',
                  'boost/asio/thread_pool.hpp', 'boost/asio/co_spawn.hpp',
                  'boost/asio/use_awaitable.hpp', 'boost/asio/bind_cancellation_slot.hpp')

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
# Headers of C++, C and Linux have no folder, or one of these.
SYSTEM = re.compile(r'^(?:[a-z0-9_]+|[a-z0-9_]+\.h|(?:sys|netinet|arpa|linux|net)/[a-z0-9_]+\.h)$')


def place_of(path, root):
    """('net', 'net/http_client.cpp', is_public) for a file of the house."""
    parts = path.relative_to(root).parts
    public = parts[0] == 'include'
    inside = parts[2:] if public else parts[1:]
    return inside[0], '/'.join(inside), public


def complaint(target, quoted, module, place, public):
    """Why `place` may not include `target`; None when it may."""
    if target.startswith('tagwatch/'):
        other = target.split('/')[1]
        if other == module or other in MODULES[module]:
            return None
        return f'{module} may not include {other}'
    if quoted:
        other = target.split('/')[0]
        if '..' in target or (other in MODULES and other != module):
            return 'a private header of another module'
        return 'a private header in a public one' if public else None
    for prefix, allowed in THIRD_PARTY.items():
        if target.startswith(prefix):
            if module not in allowed and place not in allowed:
                return f'only {", ".join(allowed)} may include {prefix}'
            if public and not target.startswith(PUBLIC_HEADERS) and prefix != 'fmt/':
                return 'too heavy for a public header'
            return None
    return None if SYSTEM.match(target) else 'a library that the table does not know'


def check(root):
    complaints = []
    for path in files('include', 'src', root=root):
        module, place, public = place_of(path, root)
        shown = path.relative_to(root)
        if module not in MODULES:
            complaints.append(f'{shown}: no such module: {module}')
            continue
        text = path.read_text(encoding='utf-8')
        for match in INCLUDE.finditer(text):
            why = complaint(match[2], match[1] == '"', module, place, public)
            if why:
                line = text.count('\n', 0, match.start(2)) + 1
                complaints.append(f'{shown}:{line}: #include {match[2]}: {why}')
    return complaints


if __name__ == '__main__':
    found = check(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
    print('\n'.join(found) if found else 'layers: good')
    sys.exit(bool(found))
