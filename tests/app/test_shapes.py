"""Structs that several threads decode at once for the first time."""

import subprocess
import sys

RACE = """
import sys, threading, msgspec
from warmline.app.shapes import work_out

def decoded_at_once(kind, data):
    together = threading.Barrier(8)
    def decode():
        together.wait()
        msgspec.msgpack.decode(data, type=kind)
    threads = [threading.Thread(target=decode) for _ in range(8)]
    for one in threads: one.start()
    for one in threads: one.join()

sys.setswitchinterval(1e-6)
for _ in range(60):
    inner = msgspec.defstruct("Inner", [(f"a{n}", dict[str, list[int]], {}) for n in range(30)])
    outer = msgspec.defstruct("Outer", [(f"f{n}", inner | None, None) for n in range(30)])
    work_out()
    decoded_at_once(outer, msgspec.msgpack.encode({"f3": {"a2": {"x": [1]}}}))
"""


def test_they_do_not_bring_the_process_down() -> None:
    ended = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")
