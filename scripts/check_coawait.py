#!/usr/bin/env python3
"""Fails on what GCC 12 compiles wrongly around `co_await`.

GCC 12 destroys some temporaries of an expression with `co_await` in it twice: lambdas with captures
and aggregates. So such an expression takes names, calls and moves. Refused in it are: any brace,
any lambda with captures, any call of a type of ours, `?:`. Refused around it: a range-for header
and a structured binding of the awaited value.

    check_coawait.py [FILE…]       without files: all of include, src and tests
"""
import pathlib
import re
import sys

from cpp_source import ROOT, code_only, files, line_of

AWAIT = re.compile(r'\bco_await\b')
DECLARED = re.compile(r'\b(?:class|struct|union)\s+(?:\[\[[^\]]*\]\]\s*)?([A-Z]\w*)\b(?=[^;(){}]*\{)')
ALIAS = re.compile(r'\busing\s+([A-Z]\w*)\s*=')
CAPTURE = re.compile(r'(?<![\w)\]])\[\s*[^\]\s][^\]]*\]\s*(?:\(|\{|<|mutable\b|->|noexcept\b)')
RANGE_FOR = re.compile(r'\bfor\s*\([^;]*[^:]:(?!:)[^;]*$')
BINDING = re.compile(r'\bauto\s*&{0,2}\s*\[[^\]]*\]\s*=\s*$')
OPENS, CLOSES = '([{', ')]}'


def types_of(texts):
    """The names of classes and aliases that the texts declare."""
    names = set()
    for text in texts:
        names.update(DECLARED.findall(text))
        names.update(ALIAS.findall(text))
    return names


def expression_around(text, position):
    """(start, end) of the full expression: from the outermost parenthesis around `position` within
    its statement to the statement's end."""
    stack = []
    for match in re.finditer(r'[()\[\]{}]', text[:position]):
        if match.group() in OPENS:
            stack.append(match.start())
        elif stack:
            stack.pop()
    start = position
    while stack and text[stack[-1]] != '{':
        start = stack.pop()
    depth, end = 0, start
    while end < len(text):
        char = text[end]
        if char in OPENS:
            depth += 1
        elif char in CLOSES:
            depth -= 1
            if depth < 0:
                break
        elif char == ';' and depth == 0:
            break
        end += 1
        if start != position and depth == 0:
            break  # the parenthesis around it has closed
    return start, end


def statement_before(text, start):
    """The text of the statement up to `start`."""
    return text[max(text.rfind(mark, 0, start) for mark in ';{}') + 1:start]


def complaints_of(text, called_type):
    for match in AWAIT.finditer(text):
        start, end = expression_around(text, match.start())
        inside = text[start:end]
        before = statement_before(text, start)
        to_await = before + text[start:match.start()]
        why = None
        if CAPTURE.search(inside):
            why = 'with a lambda with captures'
        elif RANGE_FOR.search(to_await):
            why = 'in the header of a range-for'
        elif '{' in inside:
            why = 'with a braced value'
        elif called_type and (call := called_type.search(inside)):
            why = f'with a {call.group(1)} built in place'
        elif '?' in inside or '?' in to_await:
            why = 'inside ?:'
        elif BINDING.search(to_await):
            why = 'bound to several names'
        if why:
            words = ' '.join(inside.split())[:70]
            yield line_of(text, match.start()), f'co_await {why}: {words}'


def check(paths, types_from):
    names = types_of(code_only(p.read_text(encoding='utf-8')) for p in types_from)
    called_type = None
    if names:
        called_type = re.compile(rf'\b({"|".join(sorted(names))})\s*(?:<[^;()]*>)?\s*\(')
    for path in paths:
        for line, why in complaints_of(code_only(path.read_text(encoding='utf-8')), called_type):
            yield f'{path}:{line}: {why}: name the value first'


if __name__ == '__main__':
    everything = files('include', 'src', 'tests')
    named = [pathlib.Path(name) for name in sys.argv[1:]]
    found = list(check(named or everything, everything + named))
    print('\n'.join(found) if found else 'co_await: good')
    sys.exit(bool(found))
