"""Reads a CSV file with Python's own parser: prints rows, columns, and cells that begin a formula.

    read_csv.py FILE
"""
import csv
import sys

with open(sys.argv[1], newline='', encoding='utf-8') as file:
    rows = list(csv.reader(file, strict=True))
widths = {len(row) for row in rows}
assert len(widths) == 1, widths
formulas = [cell for row in rows for cell in row
            if cell.lstrip(' \u00a0\u3000')[:1] in tuple('=+-@\t\r\n＝＋－＠')]
print(len(rows), widths.pop(), len(formulas), *(repr(each) for each in formulas[:3]))
