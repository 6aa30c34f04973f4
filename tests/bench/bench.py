#!/usr/bin/env python3
"""Runs the benchmarks and prints one table: tagwatch beside the cheapest program that does the same
work at all (the limit), and beside what a user would run instead (the peer).

    bench.py --programs BUILD_FOLDER [--small] [--rounds N] [NAME…]

Every figure is processor time, user and system, of the process that does the work; servers are
processes of their own and do not count. All ways of a row take turns; a ratio is the median over
the rounds, of which slow ways have two. Machines and their load come and go: only the ratios say something.
"""
import argparse
import dataclasses
import pathlib
import sys

import rows_net
import rows_store
from measure import Failed
from table import Table

ROWS = {
    'ingest': rows_store.ingest,
    'poll': rows_net.poll,
    'feeds': rows_net.feeds,
    'quiet': rows_net.quiet,
    'digest': rows_store.digest,
    'clusters': rows_store.clusters,
    'search': rows_store.search,
    'start': rows_store.start,
    'idle': rows_net.idle,
}


@dataclasses.dataclass(frozen=True)
class Bench:
    """Where things are, and how large the work is."""
    programs: pathlib.Path
    work: pathlib.Path
    rounds: int
    ingest_posts: int
    hosts: int
    tags: int
    feeds: int
    store_posts: int
    cluster_posts: int

    @property
    def tagwatch(self):
        return self.programs / 'tagwatch'

    def program(self, name):
        return self.programs / 'tests' / 'bench' / f'bench_{name}'


def sized(arguments):
    programs = pathlib.Path(arguments.programs).resolve()
    work = programs / 'bench'
    work.mkdir(exist_ok=True)
    if arguments.small:
        return Bench(programs, work, arguments.rounds or 1, ingest_posts=2_000, hosts=4, tags=5,
                     feeds=20, store_posts=20_000, cluster_posts=5_000)
    return Bench(programs, work, arguments.rounds or 5, ingest_posts=100_000, hosts=20, tags=50,
                 feeds=1_000, store_posts=1_000_000, cluster_posts=100_000)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    parser.add_argument('--programs', required=True, help='the folder that was built in')
    parser.add_argument('--small', action='store_true', help='only check that everything works')
    parser.add_argument('--rounds', type=int, default=0, metavar='N', help='5 if left out, 1 with --small')
    parser.add_argument('names', nargs='*', metavar='NAME', help=' '.join(ROWS))
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in ROWS]
    if unknown:
        parser.error(f'no benchmark {unknown[0]}; there are: {" ".join(ROWS)}')
    bench = sized(arguments)
    table = Table(judges=not arguments.small)
    status = 0
    for name in arguments.names or ROWS:
        print(f'bench: {name}', file=sys.stderr)
        try:
            ROWS[name](bench, table)
        except Failed as failed:
            print(f'bench: {name}: {failed}', file=sys.stderr)
            status = 1
    print(table.text())
    return status


if __name__ == '__main__':
    sys.exit(main())
