"""scripts/audit.py finds what it is for: each way to lose, repeat, invent or deny a post."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / 'scripts/audit.py'
POSTS = [('reported', '2026-10-12T10:00:00.000Z', None), ('hidden', '2026-10-12T11:00:00.000Z', None),
         ('scrolled', '2026-10-12T20:00:00.000Z', '2026-10-12T21:00:00.000Z'),
         ('short', '2026-10-12T12:00:00.000Z', '2026-10-12T12:05:00.000Z')]
LIE = {'lie': 'one', 'from': '2026-10-12T10:30:00.000Z', 'to': '2026-10-13T12:00:00.000Z'}
GAP = {'from': '2026-10-12T19:00:00.000Z', 'to': '2026-10-12T21:00:00.000Z',
       'reason': 'window scrolled away', 'refilled_at': None}


def digest(day, uris, word, gaps):
    row = {'source': 'one', 'tag': 'TMSSW', 'word': word, 'zero': None, 'gaps': gaps}
    return {'date': f'2026-10-{day}', 'generated_at': f'2026-10-{day + 1}T06:15:00.000Z',
            'window': {'from': f'2026-10-{day}T00:00:00.000Z', 'to': f'2026-10-{day + 1}T00:00:00.000Z'},
            'missed_days': [], 'coverage': {'rows': [row]}, 'posts': [{'uri': uri} for uri in uris]}


class Audit(unittest.TestCase):
    def setUp(self):
        self.world = [{'uri': uri, 'tag': 'tmssw', 'created': at, 'passes': 0,
                       'deleted': until if uri == 'short' else None,
                       'shown': [{'source': 'one', 'from': at, 'to': until}]} for uri, at, until in POSTS]
        self.world.append(LIE)
        self.digests = [digest(12, ['reported'], 'partial', [GAP]), digest(13, ['hidden'], 'partial', [])]
        self.control = [digest(12, ['reported'], 'complete', []), digest(13, [], 'complete', [])]

    def audit(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / 'world.ndjson').write_text(
                ''.join(json.dumps(line) + '\n' for line in self.world), encoding='utf-8')
            for kind in ('digests', 'control'):
                (folder / kind).mkdir()
                for each in getattr(self, kind):
                    (folder / kind / f"{each['date']}.json").write_text(json.dumps(each), encoding='utf-8')
            return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True,
                                  check=False)

    def expect(self, code, words):
        ended = self.audit()
        self.assertEqual(ended.returncode, code, ended.stdout + ended.stderr)
        self.assertIn(words, ' '.join(ended.stdout.split()))

    def test_a_true_account_is_good(self):
        self.expect(0, 'existed 3 = reported once 2 + inside declared gaps 1')
        self.expect(0, 'not asked about: 1 that no pass could see')

    def test_a_post_that_is_nowhere_is_found(self):
        self.digests[1]['posts'] = []
        self.expect(1, 'unexplained 1')

    def test_a_gap_that_was_read_later_excuses_nothing(self):
        self.digests[0]['coverage']['rows'][0]['gaps'][0] = {**GAP, 'refilled_at': GAP['to']}
        self.expect(1, 'unexplained 1')

    def test_a_gap_excuses_nothing_that_is_still_shown(self):
        self.world[2]['shown'][0]['to'] = None
        self.expect(1, 'unexplained 1')

    def test_a_gap_of_another_source_excuses_nothing(self):
        self.digests[0]['coverage']['rows'][0]['source'] = 'two'
        self.expect(1, 'unexplained 1')

    def test_a_deleted_post_that_a_pass_could_see_is_asked_about(self):
        self.world[3]['passes'] = 1
        self.expect(1, 'unexplained 1')

    def test_a_post_in_two_digests_is_found(self):
        self.digests[1]['posts'] *= 2
        self.expect(1, 'twice 1')

    def test_a_post_that_never_existed_is_found(self):
        self.digests[1]['posts'].append({'uri': 'made up'})
        self.expect(1, 'never existed 1')

    def test_a_lie_that_was_believed_is_found(self):
        row = self.digests[0]['coverage']['rows'][0]
        row['word'] = 'complete'
        self.expect(1, 'lying zeros believed of 1 1')
        row.update(word='partial', zero='verified')
        self.expect(1, 'lying zeros believed of 1 1')

    def test_a_world_in_which_the_control_loses_nothing_is_too_tame(self):
        self.control = copy.deepcopy(self.digests)
        self.expect(1, 'too tame')


if __name__ == '__main__':
    unittest.main()
