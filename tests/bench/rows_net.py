"""Rows about polling: servers run in a process of their own on 127.0.0.1."""
import sqlite3
import time

from measure import (Failed, Series, cpu_of, environment, folder, installed, memory_of, process,
                     run)
from table import megabytes, seconds

STATUSES = 40
ITEMS = 30
ETAG = '"W1"'
GROUP = 16  # answers that a poller could commit together, as it waits for that many at once
SETTLED = 2  # seconds after which a daemon that has done its first round is at rest

MONITOR = ('[monitor]\ntags = [{tags}]\ntimezone = "UTC"\ncontact = "bench@example.org"\n'
           'first_lookback = "0s"\n[store]\npath = "store.db"\n')
SOURCE = '[[source]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\n'


def server(bench):
    return process([bench.program('server'), bench.feeds])


def remove_store(path):
    for old in path.parent.glob(path.name + '*'):
        old.unlink()
    return path


def expect(store, question, wanted):
    """Fails unless the store answers `question` with `wanted`: both sides did the whole work."""
    connection = sqlite3.connect(store)
    found = connection.execute(question).fetchone()[0]
    connection.close()
    if found != wanted:
        raise Failed(f'{store.name}: {question} gives {found}, not {wanted}')


def poll_ways(bench, place, posts, kind):
    """Ways to poll what is configured in `place`: tagwatch, and libcurl with less and less behind."""
    store = place / 'store.db'
    bare = place / 'bare.db'
    fetch = [bench.program('fetch'), place / 'addresses']

    def tagwatch():
        remove_store(store)
        cost = cpu_of([bench.tagwatch, '--config', place / 'tagwatch.toml', '--log-level', 'error',
                       'poll', '--init'])
        expect(store, 'SELECT count(*) FROM post', posts)
        return cost

    def limit(answers):
        remove_store(bare)
        cost = cpu_of([*fetch, kind, bare, answers])
        expect(bare, 'SELECT count(*) FROM post', posts)
        return cost
    return {'curl': lambda: cpu_of(fetch), 'limit': lambda: limit(1),
            'group': lambda: limit(GROUP), 'tagwatch': tagwatch}


def poll(bench, table):
    tags = [f'Topic{number:02}' for number in range(bench.tags)]
    count = bench.hosts * bench.tags
    with folder(bench.work) as place, server(bench) as (_, port):
        config = MONITOR.format(tags=', '.join(f'"{tag}"' for tag in tags))
        addresses = []
        for host in range(bench.hosts):
            # Names of this machine, so that each server has a budget of its own.
            config += SOURCE.format(name=f'server{host}', kind='mastodon',
                                    url=f'http://server{host}.localhost:{port}/timeline/{host}')
            addresses += [f'http://127.0.0.1:{port}/timeline/{host}/api/v1/timelines/tag/{tag}'
                          f'?limit={STATUSES}' for tag in tags]
        (place / 'tagwatch.toml').write_text(config)
        (place / 'addresses').write_text('\n'.join(addresses) + '\n')
        ways = poll_ways(bench, place, count * STATUSES, 'statuses')
        ways['curl']()  # the server makes its answers
        series = Series(ways, bench.rounds, slow=('group',))
    add_poll(table, series, f'poll of {count} timelines')


def add_poll(table, series, row):
    ours = seconds(series.median('tagwatch'))
    table.add(f'{row}, libcurl + parser + C loop', ours, seconds(series.median('limit')),
              series.ratio('tagwatch', 'limit'), '<= 1.15')
    table.add(f'{row}, the same, {GROUP} answers a commit', ours, seconds(series.median('group')),
              series.ratio('tagwatch', 'group'))
    table.add(f'{row}, libcurl alone', ours, seconds(series.median('curl')),
              series.ratio('tagwatch', 'curl'))


def write_feeds(bench, place, port):
    addresses = [f'http://127.0.0.1:{port}/feed/{number}' for number in range(bench.feeds)]
    config = MONITOR.format(tags='"GlobalSecurity", "TMSSW"')
    for number, address in enumerate(addresses):
        config += SOURCE.format(name=f'feed{number}', kind='feed', url=address)
    (place / 'tagwatch.toml').write_text(config)
    (place / 'addresses').write_text('\n'.join(addresses) + '\n')


def newsboat(place):
    home = place / 'newsboat'
    home.mkdir(exist_ok=True)
    cache = remove_store(home / 'cache.db')
    (home / 'config').write_text('')
    return cpu_of(['newsboat', '-q', '-x', 'reload', '-u', place / 'addresses', '-c', cache, '-C',
                   home / 'config'], env=environment(HOME=str(home), LC_ALL='C.UTF-8'))


def feeds(bench, table):
    row = f'poll of {bench.feeds} feeds'
    has_peer = installed('newsboat')
    with folder(bench.work) as place, server(bench) as (_, port):
        write_feeds(bench, place, port)
        ways = poll_ways(bench, place, bench.feeds * ITEMS, 'items')
        if has_peer:
            ways['newsboat'] = lambda: newsboat(place)
        series = Series(ways, bench.rounds, slow=('group', 'newsboat'))
        if has_peer:
            expect(place / 'newsboat' / 'cache.db', 'SELECT count(*) FROM rss_item',
                   bench.feeds * ITEMS)
    add_poll(table, series, row)
    if has_peer:
        table.add(f'{row}, newsboat', seconds(series.median('tagwatch')),
                  seconds(series.median('newsboat')), series.ratio('tagwatch', 'newsboat'),
                  '<= 0.067')
    else:
        table.add_missing(f'{row}, newsboat')


def quiet(bench, table):
    with folder(bench.work) as place, server(bench) as (_, port):
        write_feeds(bench, place, port)
        command = [bench.tagwatch, '--config', place / 'tagwatch.toml', '--log-level', 'error',
                   'poll']
        run([*command, '--init'])
        fetch = [bench.program('fetch'), place / 'addresses', 'if-none-match', ETAG]
        series = Series({'curl': lambda: cpu_of(fetch), 'tagwatch': lambda: cpu_of(command)},
                        bench.rounds)
        expect(place / 'store.db', 'SELECT count(*) FROM fetch WHERE status = 304',
               bench.feeds * bench.rounds)
    table.add(f'poll of {bench.feeds} feeds, all 304, libcurl alone',
              seconds(series.median('tagwatch')), seconds(series.median('curl')),
              series.ratio('tagwatch', 'curl'), '<= 1.2')


def idle(bench, table):
    figures = {}
    with folder(bench.work) as place, server(bench) as (_, port):
        (place / 'tagwatch.toml').write_text(
            MONITOR.format(tags='"TMSSW"') + SOURCE.format(
                name='server', kind='mastodon', url=f'http://127.0.0.1:{port}/timeline/0'))
        store = place / 'store.db'

        def daemon():
            remove_store(store)
            with process([bench.tagwatch, '--config', place / 'tagwatch.toml', '--log-level',
                          'error', 'run', '--init']) as (pid, _):
                time.sleep(SETTLED)
                figures.setdefault('tagwatch', []).append(memory_of(pid))
                return figures['tagwatch'][-1][0]

        def least():
            with process([bench.program('idle'), store]) as (pid, _):
                figures.setdefault('least', []).append(memory_of(pid))
                return figures['least'][-1][0]
        resident = Series({'tagwatch': daemon, 'least': least}, bench.rounds)
    proportional = Series({}, 0)
    proportional.figures = {name: [pair[1] for pair in pairs] for name, pairs in figures.items()}
    for name, series, goal in (('resident', resident, '<= 1.25'), ('Pss', proportional, '')):
        table.add(f'idle daemon, {name}, SQLite + libcurl + asio',
                  megabytes(series.median('tagwatch')), megabytes(series.median('least')),
                  series.ratio('tagwatch', 'least'), goal)
