#!/usr/bin/env python3
"""Fails on a file over 400 lines or a function over 70, in include, src and tests.

    check_sizes.py [ROOT]
"""
import pathlib
import re
import sys

from cpp_source import ROOT, code_only, files, line_of

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70

CONTAINER = re.compile(r'\b(?:namespace|class|struct|union|enum|extern)\b')
AFTER_PARAMETERS = re.compile(
    r'(?:\)|\b(?:const|noexcept|override|final|mutable|try|default)|->[^;{}]*)\s*&{0,2}\s*$')


def kind_of_brace(header, enclosing):
    """What the brace after `header` opens: 'container', 'function', or 'other' (a block, a value)."""
    if enclosing != 'container':
        return 'other'
    without_arguments = re.sub(r'\([^()]*\)', '', header)
    if CONTAINER.search(without_arguments) and not header.rstrip().endswith(')'):
        return 'container'
    if '(' in header and AFTER_PARAMETERS.search(header) and not re.search(
            r'=\s*$', header) and not re.search(r'^[^(]*=', header):
        return 'function'
    return 'other'


def functions(text):
    """(first line, lines, header) of every function in code_only text."""
    stack = ['container']
    starts = []
    header_from = 0
    for match in re.finditer(r'[{};]', text):
        at, char = match.start(), match.group()
        if char == ';':
            if stack[-1] == 'container':
                header_from = at + 1
        elif char == '{':
            header = text[header_from:at]
            kind = kind_of_brace(header, stack[-1])
            stack.append(kind)
            starts.append((header_from + len(header) - len(header.lstrip()), header))
            if kind == 'container':
                header_from = at + 1
        elif len(stack) > 1:
            kind = stack.pop()
            start, header = starts.pop()
            if kind == 'function':
                first = line_of(text, start)
                yield first, line_of(text, at) - first + 1, ' '.join(header.split())
            if kind != 'other':
                header_from = at + 1


def check(root):
    complaints = []
    for path in files('include', 'src', 'tests', root=root):
        shown = path.relative_to(root)
        text = path.read_text(encoding='utf-8')
        lines = text.count('\n')
        if lines > FILE_LINES_MAX:
            complaints.append(f'{shown}: {lines} lines; at most {FILE_LINES_MAX}')
        for line, length, header in functions(code_only(text)):
            if length > FUNCTION_LINES_MAX:
                complaints.append(f'{shown}:{line}: a function of {length} lines; at most '
                                  f'{FUNCTION_LINES_MAX}: {header[-80:]}')
    return complaints


if __name__ == '__main__':
    found = check(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
    print('\n'.join(found) if found else 'sizes: good')
    sys.exit(bool(found))
