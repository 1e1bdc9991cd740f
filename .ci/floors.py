#!/usr/bin/env python3
"""Compare figures with the floors recorded for them. Needs only Python's standard library.

usage: floors.py FLOORS.json NAME < FIGURES.json

FLOORS.json holds for each NAME what may not be lost: {"NAME": {"least": {"a.b": 95}, "most": {"c": 3}}},
where "a.b" is the figure b of a. Prints every figure that has a floor; exit status 1 where one is missed.
"""
import json, sys

def figure(figures, key):
    for part in key.split("."):
        figures = figures[part]
    return figures

def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as f:
        floors = json.load(f)[sys.argv[2]]
    figures = json.load(sys.stdin)
    missed = 0
    for sign, bounds in ((">=", floors.get("least", {})), ("<=", floors.get("most", {}))):
        for key, bound in bounds.items():
            value = figure(figures, key)
            ok = value is not None and (value >= bound if sign == ">=" else value <= bound)
            missed += not ok
            print(f"{sys.argv[2]:8} {key:45} {value!s:>6} {sign} {bound}{'' if ok else '   MISSED'}")
    if missed:
        for line in figures.get("wrong", []):
            print("  ", line)
        sys.exit(f"{sys.argv[2]}: {missed} of the floors in {sys.argv[1]} missed")

main()
