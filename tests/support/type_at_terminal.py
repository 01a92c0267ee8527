#!/usr/bin/env python3
"""Runs a program at a terminal of its own and types answers, each when a prompt is seen.

usage: type_at_terminal.py COUNT ANSWER... PROGRAM WORD...

Prints what the terminal showed, and ends with the program's exit code.
"""
import os
import pty
import sys

PROMPT = b": "

count = int(sys.argv[1])
answers, program = sys.argv[2:2 + count], sys.argv[2 + count:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(program[0], program)
shown = b""
while True:
    try:
        more = os.read(terminal, 65536)
    except OSError:
        break
    if not more:
        break
    shown += more
    if shown.endswith(PROMPT) and answers:
        os.write(terminal, answers.pop(0).encode() + b"\n")
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
