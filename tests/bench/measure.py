"""What a command costs: runs it, and tells the processor time (user and system) of it alone."""
import contextlib
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile

SLOW_TURNS = 2


class Failed(Exception):
    """A command that a benchmark needs went wrong; the words are for a person."""


def run(command, *, codes=(0,), **options):
    """The stdout of `command`. Fails on any other exit code than `codes`."""
    options.setdefault('stdin', subprocess.DEVNULL)
    ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True, check=False, **options)
    if ended.returncode not in codes:
        raise Failed(f'{command[0]} ended with {ended.returncode}: {ended.stderr.strip()[-800:]}')
    return ended.stdout


def cpu_of(command, **options):
    """Seconds of processor time that `command` took, start and end of its process included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@contextlib.contextmanager
def process(command, **options):
    """A command that runs beside us, with a line of its stdout read; it ends with its stdin."""
    child = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                             **options)
    try:
        line = child.stdout.readline().strip()
        if not line:
            raise Failed(f'{command[0]} did not start')
        yield child.pid, line
    finally:
        child.stdin.close()
        try:
            child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            child.terminate()
            child.wait()
        child.stdout.close()


def memory_of(pid):
    """(resident, proportional) memory of a process in MB."""
    def field(file, name):
        for line in pathlib.Path(f'/proc/{pid}/{file}').read_text().splitlines():
            if line.startswith(name + ':'):
                return int(line.split()[1]) / 1024
        raise Failed(f'/proc/{pid}/{file} has no {name}')
    return field('status', 'VmRSS'), field('smaps_rollup', 'Pss')


@contextlib.contextmanager
def folder(near):
    """A folder of its own, gone afterwards."""
    path = pathlib.Path(tempfile.mkdtemp(prefix='run-', dir=near))
    try:
        yield path
    finally:
        shutil.rmtree(path)


class Series:
    """Figures of several ways to do one thing, taken in turns."""

    def __init__(self, ways, rounds, slow=()):
        """`ways`: name to a function that does it once and gives its figure. Those named in `slow`
        have two turns only."""
        self.figures = {name: [] for name in ways}
        for turn in range(rounds):
            for name, measure in ways.items():
                if turn < SLOW_TURNS or name not in slow:
                    self.figures[name].append(measure())

    def median(self, name):
        return statistics.median(self.figures[name])

    def ratio(self, above, below):
        """Median over the rounds of one figure by the other."""
        return statistics.median(
            a / b for a, b in zip(self.figures[above], self.figures[below]))


def installed(program):
    return shutil.which(program) is not None


def environment(**variables):
    return dict(os.environ, **variables)
