"""`liiku new-source NAME URL`: finds out in which of our shapes an address answers, and writes a commented YAML, paused. No file is written over."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from indexer.outside import is_public, server_of, written_address
from liiku.probes import Found, Looker, look
from schemas.errors import ConfigError, SourceError
from schemas.settings import Settings
from schemas.source import Source, read_yaml

NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")


def new_source(settings: Settings, sources_dir: Path, name: str, url: str) -> tuple[Path, Found]:
    """Write the YAML of a new source; its path and what was found. Raises ConfigError for a name or address that cannot be used, SourceError."""
    path = sources_dir / f"{name}.yaml"
    if not NAME.fullmatch(name) or name == "scope":
        raise ConfigError(
            f"{name!r} cannot name a source: small letters, digits and _, a letter first, 2 to 31 of them"
        )
    if path.exists():
        raise ConfigError(f"{path} is there already, and is not written over; choose another name or change the file")
    if not sources_dir.is_dir():
        raise ConfigError(f"LIIKU_SOURCES_DIR: {sources_dir} is not a folder")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigError(f"{url!r} is not an http(s) address")
    agent = f"liiku-tarjotin/0.1 (+{settings.public_url}; contact: {settings.contact})"
    looker = Looker(agent, allowed=server_of(url) if _is_private(url) else None)
    found = look(looker, url)
    if found is None:
        raise SourceError(
            f"nothing at {url} that can be read by YAML alone. Looked for Linked Events, palvelukarttaws, LIPAS and pages with "
            f"JSON-LD; tried: {'; '.join(looker.tried)}"
        )
    text = yaml_of(name, url, found)
    with path.open("x", encoding="utf-8") as stream:
        stream.write(text)
    read_yaml(path, Source)
    return path, found


def _is_private(url: str) -> bool:
    """Whether an address is written as one that strangers cannot reach."""
    host = server_of(url)[0]
    written = written_address(host)
    return host == "localhost" or (written is not None and not is_public(written))


def yaml_of(name: str, url: str, found: Found) -> str:
    """The YAML, with a comment wherever a person must look."""
    host = urlsplit(found.root).hostname
    return "\n".join(
        [
            f"# Written by `liiku new-source {name} {url}`: {found.why}.",
            f"# Look at every line, then at `liiku try {name}`; when it is right, set `lifecycle: active`.",
            f"name: {name}",
            f"title: {host}  # as people know it",
            f"spider: {found.spider}",
            "lifecycle: paused       # active: crawled when due",
            "licence: unknown        # ask the publisher under which licence the data may be used",
            f"licence_url: {found.root}  # the address of that licence",
            f"attribution: {host}  # whom to name",
            "republish: false        # true once the licence allows it",
            "contact: unknown        # whom to ask when something is wrong",
            f"root: {found.root}",
            *(
                ["private: true           # on this machine or in a network of our own"]
                if _is_private(found.root)
                else []
            ),
            *found.lines,
            "",
        ]
    )
