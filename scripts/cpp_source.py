"""What the checks share: the C++ files of the tree, and their text without comments and strings."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

_HIDDEN = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])*'",
    re.DOTALL)


def files(*folders, root=ROOT):
    """The C++ files below the folders, in a fixed order."""
    found = []
    for folder in folders:
        found += [p for p in (root / folder).rglob('*') if p.suffix in ('.hpp', '.cpp')]
    return sorted(found)


def code_only(text):
    """`text` with comments gone and strings empty; every line keeps its number."""
    def blank(match):
        hidden = match.group()
        lines = '\n' * hidden.count('\n')
        if hidden.startswith('/'):
            return ' ' + lines
        return ("''" if hidden.startswith("'") else '""') + lines
    return _HIDDEN.sub(blank, text)


def line_of(text, position):
    return text.count('\n', 0, position) + 1
