"""The one table that the benchmarks print."""

HEAD = ('row', 'tagwatch', 'limit or peer', 'ratio', 'goal')


class Table:
    def __init__(self, judges):
        """`judges`: false where the work is too small for its figures to say anything."""
        self.judges = judges
        self.rows = []

    def add(self, row, ours, other, ratio, goal=''):
        """`goal`: such as '>= 0.75' or '<= 1.15', checked here; '' for a row that only informs."""
        verdict = ''
        if goal:
            relation, bound = goal.split()
            met = ratio >= float(bound) if relation == '>=' else ratio <= float(bound)
            verdict = f'{goal} ' + ('met' if met else 'MISSED') if self.judges else goal
        self.rows.append((row, ours, other, f'{ratio:.2f}', verdict))

    def add_missing(self, row):
        self.rows.append((row, '', 'not installed', '', ''))

    def text(self):
        lines = [HEAD, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]

        def shown(line):
            return '| ' + ' | '.join(cell.ljust(width) for cell, width in zip(line, widths)) + ' |'
        rule = '|' + '|'.join('-' * (width + 2) for width in widths) + '|'
        return '\n'.join([shown(HEAD), rule, *(shown(row) for row in self.rows)])


def per_second(count, seconds):
    return f'{count / seconds / 1000:.1f} k/s'


def seconds(value):
    return f'{value:.2f} s' if value >= 1 else f'{value * 1000:.1f} ms'


def megabytes(value):
    return f'{value:.1f} MB'
