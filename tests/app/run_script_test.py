"""scripts/run.sh finds its configuration and its tools, whoever calls it and from where."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / 'scripts/run.sh'
PROGRAM = '#!/bin/sh\necho "$TAGWATCH_CONFIG"\necho "$PATH"\necho "$*"\n'


class RunScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        for name, text in (('scripts/deps.sh', '#!/bin/sh\n'), ('scripts/build.sh', '#!/bin/sh\n'),
                           ('build/release/tagwatch', PROGRAM)):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
            path.chmod(0o755)
        shutil.copy(SCRIPT, self.root / 'scripts/run.sh')
        self.own = self.root / 'config/tagwatch.toml'
        self.elsewhere = self.root / 'elsewhere'
        self.elsewhere.mkdir()

    def run_script(self, *arguments, environment=None):
        ended = subprocess.run([self.root / 'scripts/run.sh', *arguments], cwd=self.elsewhere,
                               env=environment or {}, capture_output=True, text=True, check=True)
        config, path, words = ended.stdout.splitlines()
        return config, path.split(':'), words

    def test_takes_its_own_configuration_from_another_folder(self):
        self.assertEqual(self.run_script('status', '--json')[0], str(self.own))
        self.assertEqual(self.run_script('status', '--json')[2], 'status --json')

    def test_leaves_the_folder_and_the_environment_their_choice(self):
        named = self.run_script('status', environment={'TAGWATCH_CONFIG': 'named.toml'})
        self.assertEqual(named[0], 'named.toml')
        (self.elsewhere / 'config').mkdir()
        (self.elsewhere / 'config/tagwatch.toml').write_text('', encoding='utf-8')
        self.assertEqual(self.run_script('status')[0], '')

    def test_has_a_path_where_none_is_given(self):
        for environment in ({}, {'PATH': ''}):
            path = self.run_script('status', environment=environment)[1]
            self.assertIn('/usr/bin', path)
            self.assertNotIn('.', path)
        self.assertEqual(self.run_script('status', environment={'PATH': '/usr/bin:/bin'})[1],
                         ['/usr/bin', '/bin'])

    def test_starts_the_daemon_without_a_command(self):
        self.assertEqual(self.run_script()[2], f'--config {self.own} run --init')

    def test_compares_what_the_audit_wrote(self):
        for name in ('build/release/tagwatch-audit', 'scripts/audit.py'):
            path = self.root / name
            path.write_text(f'#!/bin/sh\necho {path.name} "$@"\n', encoding='utf-8')
            path.chmod(0o755)
        ended = subprocess.run([self.root / 'scripts/run.sh', 'audit', 'there', '--days', '5'],
                               cwd=self.elsewhere, capture_output=True, text=True, check=True)
        self.assertEqual(ended.stdout.splitlines(),
                         ['tagwatch-audit there --days 5', 'audit.py there'])


if __name__ == '__main__':
    unittest.main()
