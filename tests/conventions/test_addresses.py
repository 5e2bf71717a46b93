"""No file says where packages come from or on which machine it was made."""

import re

from tests.conventions.project import place, text_files

ADDRESSES = re.compile(
    r"""https?://[^\s"'<>)]*(?:/simple\b|/packages/|index|mirror|proxy)
      | (?:extra-)?index-url | find-links | trusted-host | file:///(?:opt|home|root) | /root/ | /home/\w""",
    re.VERBOSE | re.IGNORECASE,
)


def addresses(text):
    return [match[0] for match in ADDRESSES.finditer(text)]


def test_no_file_names_a_registry_or_a_machine():
    found = [
        f"{place(path)}: {address}"
        for path in text_files()
        if path.name != "test_addresses.py"
        for address in addresses(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_the_lock_file_is_looked_at():
    assert "requirements.lock" in {path.name for path in text_files()}


def test_an_address_is_found():
    lines = [
        "--index-url https://packages.example.cn/simple",
        "--find-links file:///opt/somewhere",
        "see http://mirror.example.cn/x",
        "/root/.cache",
    ]

    assert all(addresses(line) for line in lines)
