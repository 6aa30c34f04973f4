#!/usr/bin/env python3
"""Compares what existed in a world with what the digests of it say. Knows nothing of tagwatch.

    audit.py FOLDER

FOLDER holds world.ndjson, which the world's server wrote; digests/*.json, which were issued; and
control/*.json, those of a poller that keeps nothing but a cursor. Exit 1 when a post is neither in
exactly one digest nor inside a gap that a digest declared, when a silence that was a lie was
believed, or when the world is too tame for the control to lose anything.
"""
import json
import pathlib
import sys
from collections import Counter
from datetime import datetime


def moment(text):
    return datetime.fromisoformat(text.replace('Z', '+00:00'))


class World:
    """What existed: posts with the times at which each source showed them, and the lies."""

    def __init__(self, path):
        self.posts, self.lies = [], []
        for line in path.read_text(encoding='utf-8').splitlines():
            entry = json.loads(line)
            if 'lie' in entry:
                self.lies.append((entry['lie'], moment(entry['from']), moment(entry['to'])))
                continue
            entry['created'] = moment(entry['created'])
            entry['tag'] = entry['tag'].lower()
            entry['shown'] = [(each['source'], moment(each['from']), each['to'] and moment(each['to']))
                              for each in entry['shown']]
            self.posts.append(entry)


class Digests:
    """What was said: how often each post was reported, which gaps were declared, of which days."""

    def __init__(self, folder):
        self.reported, self.gaps, self.days = Counter(), [], []
        files = [json.loads(path.read_text(encoding='utf-8')) for path in sorted(folder.glob('*.json'))]
        for digest in files:
            self.reported.update(post['uri'] for post in digest['posts'])
            for day in [digest, *digest['missed_days']]:
                for row in day['coverage']['rows']:
                    self.add(row, digest, day['date'])
        self.begin = min(moment(digest['window']['from']) for digest in files)
        self.end = max(moment(digest['window']['to']) for digest in files)

    def add(self, row, digest, date):
        name = (row['source'], row['tag'].lower())
        begin, end = (moment(digest['window'][edge]) for edge in ('from', 'to'))
        self.days.append((name, date, begin, end, moment(digest['generated_at']), row))
        for gap in row['gaps']:
            if gap['refilled_at'] is None:
                self.gaps.append((name, moment(gap['from']), moment(gap['to']), gap['reason']))

    def gap_of(self, post):
        """The reason, where each source that showed the post has a gap for it and shows it no more."""
        reasons = []
        for source, shown_from, until in post['shown']:
            found = [reason for name, begin, end, reason in self.gaps
                     if name == (source, post['tag'])
                     and (begin <= shown_from < end or begin <= post['created'] < end)]
            if not found or not until:
                return None
            reasons.append(f'{source}: {found[0]}')
        return ', '.join(reasons)


def believed(world, digests):
    """Days that were called complete or zero while their source lied, and posts were there."""
    asked, found = 0, []
    for source, begin, end in world.lies:
        for name, date, day_from, day_to, made, row in digests.days:
            if name[0] != source or made >= end or begin >= day_to:
                continue
            hidden = [post for post in world.posts if post['tag'] == name[1] and any(
                shown == source and max(begin, day_from) <= since < min(end, day_to) and
                (until is None or until > min(end, day_to)) for shown, since, until in post['shown'])]
            if hidden:
                asked += 1
                if row['word'] == 'complete' or row['zero'] == 'verified':
                    found.append(f"{date} {source} #{row['tag']}: {row['word']}, zero {row['zero']}, "
                                 f'{len(hidden)} posts were hidden')
    return asked, found


def compare(world, digests):
    counts, gaps, unexplained, twice = Counter(), Counter(), [], []
    for post in world.posts:
        times = digests.reported[post['uri']]
        if times == 0 and not digests.begin <= post['created'] < digests.end:
            counts['outside'] += 1
        elif times == 0 and post['deleted'] and post['passes'] == 0:
            counts['unseen'] += 1
        else:
            counts['existed'] += 1
            counts['once'] += times == 1
            reason = digests.gap_of(post) if times == 0 else None
            if times > 1:
                twice.append(post['uri'])
            elif reason:
                gaps[f'    {reason}'] += 1
            elif times == 0:
                shown = ', '.join(f'{source} from {since}' for source, since, _ in post['shown'])
                unexplained.append(f"{post['uri']}, of {post['created']}, shown by {shown}")
    invented = set(digests.reported) - {post['uri'] for post in world.posts}
    return counts, gaps, unexplained, twice, sorted(invented)


def tell(label, found):
    print(f'{label:<40}{len(found):>6}')
    for each in found[:5]:
        print(f'    {each}')


def audit(folder):
    world = World(folder / 'world.ndjson')
    digests = Digests(folder / 'digests')
    counts, gaps, unexplained, twice, invented = compare(world, digests)
    asked, lies = believed(world, digests)
    for label, number in [('existed', counts['existed']), ('= reported once', counts['once']),
                          ('+ inside declared gaps', sum(gaps.values())), *sorted(gaps.items())]:
        print(f'{label:<40}{number:>6}')
    tell('unexplained', unexplained)
    tell('twice', twice)
    tell('never existed', invented)
    tell(f'lying zeros believed of {asked}', lies)
    print(f"not asked about: {counts['unseen']} that no pass could see before they were deleted, "
          f"{counts['outside']} of before the first digest or after the last")
    control = Digests(folder / 'control')
    lost = compare(world, control)[2]
    print(f'a poller that keeps only a cursor lost {len(lost)} of them and believed '
          f'{len(believed(world, control)[1])} lying zeros')
    if not lost or not gaps or not asked or not counts['once']:
        print('audit: the world is too tame: it proves nothing')
        return 1
    failed = bool(unexplained or twice or invented or lies)
    print('audit: failed' if failed else 'audit: good')
    return int(failed)


if __name__ == '__main__':
    sys.exit(audit(pathlib.Path(sys.argv[1])) if len(sys.argv) == 2 else __doc__)
