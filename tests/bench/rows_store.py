"""Rows about the store alone: filling it, the digest of a day, the same text, a search, a start."""
import datetime
import pathlib
import sqlite3
import sys

from measure import Failed, Series, cpu_of, folder, installed, run
from table import per_second, seconds

HERE = pathlib.Path(__file__).resolve().parent
LAST_DAY = datetime.date(2026, 6, 30)
COMMON_WORD = 'TMSSW'
RUNS = 5  # of a command that takes milliseconds, for one figure
SEARCH = ("SELECT n.* FROM post_fts f JOIN newest_post n ON n.id = f.rowid"
          f" WHERE post_fts MATCH '{COMMON_WORD}' ORDER BY f.rowid DESC LIMIT 20")


def better_sqlite3():
    try:
        run(['node', '-e', "require('better-sqlite3')"], cwd=HERE)
        return True
    except (Failed, OSError):
        return False


def same_rows(ours, theirs):
    """Fails unless both stores hold the same posts, so that both did the same work."""
    question = ("SELECT count(*), sum(length(uri)), sum(placed_ms), sum(unspaced),"
                " (SELECT sum(length(text) + length(tags) + length(links)) FROM revision),"
                " (SELECT count(*) FROM match), (SELECT count(*) FROM place),"
                " (SELECT sum(likes) FROM engagement), (SELECT count(*) FROM alias),"
                " (SELECT count(*) FROM post_fts WHERE post_fts MATCH 'tmssw') FROM post")
    answers = []
    for path in (ours, theirs):
        store = sqlite3.connect(path)
        answers.append(store.execute(question).fetchone())
        store.close()
    if answers[0] != answers[1]:
        raise Failed(f'the stores differ: {answers[0]} and {answers[1]}')


def ingest(bench, table):
    posts = bench.ingest_posts
    has_peer = better_sqlite3()
    program = bench.program('ingest')
    again = []
    with folder(bench.work) as place:
        if has_peer:
            run([program, 'rows', place / 'rows', posts])

        def new(name):
            for old in place.glob(name + '*'):
                old.unlink()
            return place / name

        def tagwatch():
            fresh, second = run([program, 'tagwatch', new('tagwatch.db'), posts]).split()
            again.append(float(second))
            return float(fresh)

        def bare():
            return float(run([program, 'bare', new('bare.db'), posts]))

        def node():
            return float(run(['node', HERE / 'ingest_peer.js', place / 'rows', new('node.db')]))
        ways = {'bare': bare, 'tagwatch': tagwatch}
        if has_peer:
            ways['node'] = node
        series = Series(ways, bench.rounds, slow=('node',))
        for other in set(ways) - {'tagwatch'}:
            same_rows(place / 'tagwatch.db', place / f'{other}.db')
    series.figures['again'] = again
    ours = per_second(posts, series.median('tagwatch'))
    table.add(f'ingest of {posts} posts, C loop', ours, per_second(posts, series.median('bare')),
              series.ratio('bare', 'tagwatch'), '>= 0.75')
    if has_peer:
        table.add('ingest, better-sqlite3', ours, per_second(posts, series.median('node')),
                  series.ratio('node', 'tagwatch'), '>= 1.6')
    else:
        table.add_missing('ingest, better-sqlite3')
    table.add('unchanged posts again, fresh ones', per_second(posts, series.median('again')), ours,
              series.ratio('tagwatch', 'again'), '>= 4')


def filled_store(bench):
    """The folder of a store of 90 days with its configuration, made once."""
    place = bench.work / f'store-{bench.store_posts}'
    done = place / 'filled'
    if not done.exists():
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        print(f'bench: filling a store with {bench.store_posts} posts', file=sys.stderr)
        run([bench.program('fill'), place / 'store.db', bench.store_posts, LAST_DAY.isoformat()])
        done.touch()
    config = ('[monitor]\ntags = ["GlobalSecurity", "TMSSW"]\ntimezone = "UTC"\n'
              'contact = "bench@example.org"\n[store]\npath = "store.db"\n'
              '[programme]\nphrases = ["a more safe and secure world", "visitor leadership"]\n'
              'link_hosts = ["news0.example"]\n')
    for number in range(8):
        config += (f'[[source]]\nname = "server{number}"\nkind = "mastodon"\n'
                   f'url = "https://server{number}.example"\n')
    (place / 'tagwatch.toml').write_text(config)
    return place


def bounds(text):
    """`text` with the day and what lies before it filled in, in milliseconds."""
    midnight = datetime.datetime.combine(LAST_DAY, datetime.time(), datetime.timezone.utc)
    start = int(midnight.timestamp() * 1000)
    day = 24 * 3600 * 1000
    for name, value in ((':since', start - 84 * day), (':from', start), (':to', start + day)):
        text = text.replace(name, str(value))
    return text


def digest(bench, table):
    row = f'digest of a day at {bench.store_posts} posts, sqlite3'
    if not installed('sqlite3'):
        table.add_missing(row)
        return
    place = filled_store(bench)
    script = place / 'digest.sql'
    script.write_text(bounds((HERE / 'digest.sql').read_text()))

    def tagwatch():
        return cpu_of([bench.tagwatch, '--config', place / 'tagwatch.toml', 'digest', '--date',
                       LAST_DAY.isoformat()])

    def peer():
        with script.open() as lines:
            return cpu_of(['sqlite3', '-readonly', '-bail', place / 'store.db'], stdin=lines)
    ways = {'sqlite3': peer, 'tagwatch': tagwatch}
    Series(ways, 1)  # warms the cache
    series = Series(ways, bench.rounds)
    table.add(row, seconds(series.median('tagwatch')), seconds(series.median('sqlite3')),
              series.ratio('tagwatch', 'sqlite3'), '<= 0.8')


def clusters(bench, table):
    """Ten times the posts, for what they cost beside: it must be linear."""
    posts = bench.cluster_posts
    ways = {
        'few': lambda: float(run([bench.program('clusters'), posts // 10])),
        'many': lambda: float(run([bench.program('clusters'), posts])),
    }
    series = Series(ways, bench.rounds)
    table.add(f'the same text among {posts} posts, a tenth', seconds(series.median('many')),
              seconds(series.median('few')), series.ratio('many', 'few'), '<= 11')


def mean_cpu(command):
    return sum(cpu_of(command) for _ in range(RUNS)) / RUNS


def search(bench, table):
    row = f'search of a common word at {bench.store_posts} posts, sqlite3'
    if not installed('sqlite3'):
        table.add_missing(row)
        return
    place = filled_store(bench)
    ways = {
        'sqlite3': lambda: mean_cpu(['sqlite3', '-readonly', place / 'store.db', SEARCH]),
        'tagwatch': lambda: mean_cpu(
            [bench.tagwatch, '--config', place / 'tagwatch.toml', 'search', COMMON_WORD]),
    }
    Series(ways, 1)
    series = Series(ways, bench.rounds)
    table.add(row, seconds(series.median('tagwatch')), seconds(series.median('sqlite3')),
              series.ratio('tagwatch', 'sqlite3'))


def start(bench, table):
    row = "start of a process, sqlite3 'select 1'"
    if not installed('sqlite3'):
        table.add_missing(row)
        return
    ways = {
        'sqlite3': lambda: mean_cpu(['sqlite3', ':memory:', 'select 1']),
        'tagwatch': lambda: mean_cpu([bench.tagwatch, '--version']),
    }
    series = Series(ways, bench.rounds)
    table.add(row, seconds(series.median('tagwatch')), seconds(series.median('sqlite3')),
              series.ratio('tagwatch', 'sqlite3'), '<= 1.5')
