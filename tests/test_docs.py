"""The documentation is tested: it is complete, it is current, its links lead somewhere, its examples work."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
import typer

from tests.server import Server
from warmline.app import reference
from warmline.app.settings import PREFIX, Settings
from warmline.cli import reference as cli_reference
from warmline.cli.main import app
from warmline.events.catalogue import CATALOGUE

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "examples").rglob("*.md")])
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".sql",
    ".csv",
    ".po",
    "",
}
MACHINE = re.compile(r"/(?:work|root|home|Users|mnt|opt/py)/\w")
REGISTRY = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|deb\.debian\.org|proxy\.golang|crates\.io)"
    r"|--(?:extra-)?index-url|--find-links"
)
ALLOWED = {"tests/test_docs.py"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def committed() -> Iterator[Path]:
    """Every text file that is, or is about to be, in the repository."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for file in filter(None, listed.stdout.split("\0")):
        path = ROOT / file
        if path.suffix in TEXT and file not in ALLOWED and path.is_file() and not path.is_symlink():
            yield path


# -- completeness


@pytest.mark.parametrize("setting", Settings.__struct_fields__)
def test_every_setting_is_documented(setting: str) -> None:
    text = (DOCS / "reference" / "settings.md").read_text()
    assert f"`{setting}`" in text
    assert f"`{PREFIX}{setting.upper()}`" in text


def test_every_event_type_is_documented() -> None:
    text = (DOCS / "reference" / "events.md").read_text()
    assert [known for known in CATALOGUE if f"### {known}\n" not in text] == []


def test_every_command_is_documented() -> None:
    text = (DOCS / "reference" / "commands.md").read_text()
    known = dict(cli_reference.commands(typer.main.get_command(app)))
    assert len(known) > 15
    for whole, command in known.items():
        assert command.help, whole
        for parameter in command.params:
            assert getattr(parameter, "help", ""), f"{whole} says nothing about {parameter.name}"
    assert text == cli_reference.page(), "run: make docs"


def test_commands_named_in_the_documentation_exist() -> None:
    known = {whole for whole, _ in cli_reference.commands(typer.main.get_command(app))}
    words = {word for whole in known for word in whole.split()}
    for page in PAGES:
        for line in re.findall(r"(?:^|`|/|\$ )(warmline [a-z][a-z -]*)", page.read_text(), re.MULTILINE):
            said = []
            for word in line.split():
                if word not in words:
                    break
                said.append(word)
            named = " ".join(said)
            assert any(whole == named or whole.startswith(f"{named} ") for whole in known), (
                f"{name(page)}: {line}"
            )
            assert len(said) > 1, f"{name(page)}: there is no {line!r}"


def test_every_figure_is_documented() -> None:
    text = (DOCS / "reference" / "metrics.md").read_text()
    figures = [figure for figure, *_ in reference.figures()]
    assert len(figures) > 8
    assert [figure for figure in figures if f"`{figure}`" not in text] == []


def test_figures_named_in_the_documentation_exist() -> None:
    known = {figure for figure, *_ in reference.figures()}
    for page in PAGES:
        for figure in re.findall(r"\bwarmline_[a-z_]+\b", page.read_text()):
            assert figure in known, f"{name(page)} names {figure}"


def test_generated_pages_are_current() -> None:
    assert (DOCS / "reference" / "settings.md").read_text() == reference.settings_page(), "run: make docs"
    assert (DOCS / "reference" / "metrics.md").read_text() == reference.figures_page(), "run: make docs"


def test_the_page_of_routes_is_current() -> None:
    pages = reference.pages(ROOT / reference.BUSINESS)
    assert (DOCS / "reference" / "http.md").read_text() == pages["http.md"], "run: make docs"


def test_every_page_can_be_reached_from_the_start_page() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [target for target, _ in links(page) if target.is_file()]
    lost = [name(page) for page in DOCS.rglob("*.md") if page not in reached]
    assert lost == [], "link them from docs/index.md"


def test_every_decision_is_listed_and_complete() -> None:
    folder = DOCS / "decisions"
    listed = (folder / "index.md").read_text()
    records = sorted(folder.glob("0*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text()
        assert f"({record.name})" in listed
        assert text.startswith(f"# {record.name[:4]}: ")
        parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Alternatives"], record.name


# -- links


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """(file, anchor) of every link of a page to a place in the repository."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = unquote(target).partition("#")
            yield ((page.parent / file).resolve() if file else page), anchor


def anchors(page: Path) -> set[str]:
    """Where the headings of a page can be reached, as forges name them."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), f"{name(page)}: there is no {target}"
        if anchor:
            assert anchor in anchors(target), f"{name(page)}: {name(target)} has no heading #{anchor}"


# -- what does not belong into the repository


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in committed()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_file_names_a_registry() -> None:
    found = [name(path) for path in committed() if REGISTRY.search(path.read_text(errors="replace"))]
    assert found == [], "pins have hashes, not addresses"


def test_every_requirement_has_a_hash() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        for entry in file.read_text().replace("\\\n", " ").splitlines():
            assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:", entry), f"{file.name}: {entry[:60]}"


# -- examples


def bodies(page: str) -> list[tuple[str, bytes]]:
    """(path, body) of every curl of a page that sends something to an ingest route."""
    found = re.findall(
        r"(/v1/\w+|/events)\b[^']*?(?:-H '[^']*'[^']*?)*-d '(\{.*?\})'", (DOCS / page).read_text(), re.DOTALL
    )
    return [(path, body.encode()) for path, body in found]


def test_the_events_of_the_quickstart_come_in_as_it_says(server: Server) -> None:
    sent = bodies("quickstart.md")
    assert len(sent) == 3
    with server.client() as client:
        answers = [client.post(path, content=body).json() for path, body in sent]
    assert answers[0] == answers[1] == {"success": True}
    assert "total" in answers[2]["rejected"][0]["reason"]
    with server.staff() as staff:
        found = staff.get("/api/customers", params={"q": "juan.p@example.com"}).json()
        assert len(found) == 1
        fields = {
            one["name"]: one["value"]
            for one in staff.get(f"/api/customers/{found[0]['id']}").json()["fields"]
        }
    assert (fields["first_name"], fields["language"]) == ("Juan", "fil")
    assert [one["purchase"] for one in fields["purchases"]] == ["88"]


@pytest.mark.parametrize("page", ["how-to/send-events.md", "how-to/declare-a-profile-field.md"])
def test_events_of_the_how_tos_come_in(server: Server, page: str) -> None:
    sent = bodies(page)
    assert sent
    with server.client() as client:
        for path, body in sent:
            kind = {"content-type": "application/cloudevents+json"} if path == "/events" else {}
            answer = client.post(path, content=body, headers=kind)
            assert answer.status_code == 200, answer.text
            assert not answer.json().get("rejected"), answer.text


def test_a_changed_field_is_there_with_its_past(server: Server) -> None:
    """The fourth step of the quickstart."""
    with server.client() as client:
        for path, body in bodies("quickstart.md")[:2]:
            client.post(path, content=body)
    added = re.search(r"```yaml\n(  purchases_90d:.*?)```", (DOCS / "quickstart.md").read_text(), re.DOTALL)
    assert added is not None
    profile = server.business / "profile.yaml"
    profile.write_text(profile.read_text().rstrip("\n") + "\n" + added[1])
    with server.staff() as staff:
        assert staff.post("/api/business/reload").status_code == 200
        view = staff.get("/api/customers/email:juan.p@example.com").json()
    fields = {one["name"]: one for one in view["fields"]}
    assert fields["purchases_90d"]["value"] == 1
    assert fields["purchases_90d"]["label"] == "Purchases in 90 days"


def test_the_webhook_example_is_json_and_its_signature_check_works() -> None:
    import hmac
    from hashlib import sha256

    text = (DOCS / "how-to" / "connect-a-webhook.md").read_text()
    body = re.search(r'^\{"id".*?\n\n?```', text, re.DOTALL | re.MULTILINE)
    assert body is not None
    assert json.loads(body[0].rstrip("`"))["type"] == "case.opened"
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code is not None
    space: dict[str, object] = {}
    exec(code[1], space)
    check = space["is_from_warmline"]
    assert callable(check)
    good = "sha256=" + hmac.new(b"key", b"{}", sha256).hexdigest()
    assert check(b"{}", good, "key")
    assert not check(b"{ }", good, "key")


def test_the_running_server_serves_what_the_route_page_says(server: Server) -> None:
    described = httpx.get(server.url + "/schema/openapi.json").json()["paths"]
    page = (DOCS / "reference" / "http.md").read_text()
    missing = [path for path in described if f"`{path}`" not in page and path not in reference.UNLISTED]
    assert missing == []
