"""The house rules that can be checked: what modules say of themselves, their size, their names, the floor plan."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("warmline", "bench", "tests", "examples")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
PACKAGE = [path for path in MODULES if path.is_relative_to(ROOT / "warmline")]
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "stuff"}
MOST_LINES = 600


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    source = path.read_text()
    if not source.strip():
        assert path.name == "__init__.py"
        return
    first = (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]
    assert len(first) > 15, "begin with a line that says what the module is for"
    assert first.rstrip()[-1] in ".`:", "the first line is a whole sentence"


def test_rooms_are_small_and_have_names_that_say_something() -> None:
    large = [name(path) for path in MODULES if len(path.read_text().splitlines()) > MOST_LINES]
    assert large == [], f"above {MOST_LINES} lines a module needs a wall"
    vague = [name(path) for path in MODULES if path.stem in VAGUE]
    assert vague == [], "name a module after what it does"


def test_public_functions_of_the_package_are_documented() -> None:
    silent = []
    for path in PACKAGE:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if not node.name.startswith("_") and not ast.get_docstring(node):
                    silent.append(f"{name(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_the_clock_is_asked_in_few_places() -> None:
    """Time comes in as an argument; only the front door, the pages' cookies and file names look at the clock."""
    asking = re.compile(r"\btime\.time(_ns)?\(\)|datetime\.(now|utcnow)\(")
    rooms = ("events", "business", "customers", "log", "staff")
    found = [
        name(path)
        for room in rooms
        for path in (ROOT / "warmline" / room).rglob("*.py")
        if asking.search(path.read_text())
    ]
    assert found == []


def test_the_floor_plan_holds() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_package_has_a_place_in_the_floor_plan() -> None:
    plan = (ROOT / "pyproject.toml").read_text().split("[tool.importlinter]")[1]
    rooms = {path.parent.name for path in (ROOT / "warmline").glob("*/__init__.py")}
    missing = [room for room in sorted(rooms) if f"warmline.{room}" not in plan]
    assert missing == []
