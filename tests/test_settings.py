"""Settings: defaults that work, a file, the environment above it, and sentences about mistakes."""

import os
from pathlib import Path

import msgspec
import pytest

from warmline.app.settings import PREFIX, Settings, SettingsError, load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_anything_the_defaults_hold() -> None:
    assert load({}) == Settings()
    assert Settings().host == "127.0.0.1", "nobody else can reach it unless somebody says so"


def test_a_file_names_settings_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "warmline.toml"
    file.write_text('port = 9000\ndata = "elsewhere"\norigins = ["https://a.example", "https://b.example"]\n')
    found = load({})
    assert (found.port, found.data) == (9000, Path("elsewhere"))
    assert found.origins == ("https://a.example", "https://b.example")
    assert found.database == Path("elsewhere/warmline.db")


def test_the_environment_counts_more(tmp_path: Path) -> None:
    (tmp_path / "warmline.toml").write_text("port = 9000\ncache_mb = 64\n")
    found = load({"WARMLINE_PORT": "9001", "WARMLINE_PROXIES": " 10.0.0.1, 10.0.0.2 ,"})
    assert (found.port, found.cache_mb, found.proxies) == (9001, 64, ("10.0.0.1", "10.0.0.2"))


def test_another_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('log_level = "debug"\n')
    assert load({"WARMLINE_SETTINGS": str(file)}).log_level == "debug"
    assert load({}, file).log_level == "debug"


def test_variables_of_others_are_left_alone() -> None:
    assert load({"WARMLINE_EXTERNAL_DATA": "x", "PORT": "1"}) == Settings()


def test_addresses_lead_elsewhere_by_file_and_environment(tmp_path: Path) -> None:
    (tmp_path / "warmline.toml").write_text('[addresses]\n"127.0.0.1:8100" = "127.0.0.1:46613"\n')
    assert load({}).addresses == {"127.0.0.1:8100": "127.0.0.1:46613"}
    found = load({"WARMLINE_ADDRESSES": "a.example:443=b.example:443, localhost:8100 = localhost:8200"})
    assert found.addresses == {"a.example:443": "b.example:443", "localhost:8100": "localhost:8200"}
    with pytest.raises(SettingsError, match="WARMLINE_ADDRESSES"):
        load({"WARMLINE_ADDRESSES": "localhost:8100"})


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_can_stand_in_the_environment(name: str) -> None:
    texts = {
        "port": "81",
        "cache_mb": "99",
        "listeners_per_address": "50",
        "demo": "true",
        "owner_gone": "90",
        "model_seconds": "3.5",
        "log_level": "error",
        "log_format": "text",
        "addresses": "127.0.0.1:8100=127.0.0.1:8200",
    }
    found = getattr(load({PREFIX + name.upper(): texts.get(name, "some")}), name)
    assert found != getattr(Settings(), name)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"WARMLINE_PORT": "eighty"}, "WARMLINE_PORT"),
        ({"WARMLINE_PORT": "70000"}, "WARMLINE_PORT"),
        ({"WARMLINE_CACHE_MB": "1"}, "WARMLINE_CACHE_MB"),
        ({"WARMLINE_LOG_LEVEL": "loud"}, "WARMLINE_LOG_LEVEL"),
    ],
)
def test_a_value_that_does_not_fit_is_named(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(environment)


@pytest.mark.parametrize(
    ("environment", "warned"),
    [
        ({}, False),
        ({"WARMLINE_ORIGINS": "https://service.example.com"}, True),
        ({"WARMLINE_ORIGINS": "https://service.example.com", "WARMLINE_PROXIES": "127.0.0.1"}, False),
    ],
)
def test_a_proxy_that_no_setting_names_is_warned_of(environment: dict[str, str], warned: bool) -> None:
    said = " ".join(load(environment).warnings)
    assert ("rate limits of customers are off" in said and "WARMLINE_PROXIES" in said) is warned


def test_mistakes_in_the_file_are_named(tmp_path: Path) -> None:
    file = tmp_path / "warmline.toml"
    file.write_text("prot = 9000\n")
    with pytest.raises(SettingsError, match="unknown setting 'prot'; known are data, business"):
        load({})
    file.write_text("port = = 1\n")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load({})
    with pytest.raises(SettingsError, match="no such file"):
        load({}, tmp_path / "absent.toml")


def test_every_setting_explains_itself() -> None:
    info = msgspec.inspect.type_info(Settings)
    assert isinstance(info, msgspec.inspect.StructType)
    for field in info.fields:
        assert isinstance(field.type, msgspec.inspect.Metadata), field.name
        assert (field.type.extra_json_schema or {}).get("description", "").endswith("."), field.name


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("WARMLINE_PORT", "8123")
    assert load().port == 8123
