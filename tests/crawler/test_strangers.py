"""Servers that mean no good: they lead the crawler into our own network, or send more than they say."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.request import Request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.job import Job
from crawler.launch import scrapy_settings
from crawler.replay.server import Handler, serving
from crawler.sources.webpage_links import MAX_UNPACKED, read_sitemap
from indexer.outside import AddressRefused, is_public, open_outside, refuse_server, server_of
from liiku.crawl import CrawlOptions, crawl, outcome
from schemas.run import RunState
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import BUNDLED_SOURCES, NOW, Directory, only, small_city, sources_with

INNER = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_known_in_whatever_it_is_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2a00:1450:4026:803::2003", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_internet_is_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:7f00:1]/",
        "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://hel.fi:22/", "http://hel.fi:7700/", "ftp://hel.fi/", "file:///etc/passwd",
        "gopher://hel.fi/", "http://user:word@hel.fi/", "http:///x", "http://hel.fi:99999/",
    ],
)  # fmt: skip
def test_no_way_to_write_an_inner_address_a_port_or_another_scheme_gets_through(url: str) -> None:
    with pytest.raises(AddressRefused):
        refuse_server(server_of(url), allowed=None)


def leads_to(url: str) -> object:
    return only("/unit/", lambda handler: handler.send(302, b"", "text/plain", {"Location": url}))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]"])
def test_a_redirect_into_our_own_network_is_not_followed(tmp_path: Path, host: str) -> None:
    with serving(small_city()) as inner, serving(small_city()) as server:
        server.fault = leads_to(f"http://{host}:{inner.server_port}/palvelukarttaws/rest/v4/unit/")  # type: ignore[assignment]
        run = Directory(tmp_path).crawl(server, "palvelukartta")
        assert inner.asked == []
    assert (run.state, run.complete) == (RunState.FAILED, False)
    assert "only 80, 443 and the source's own are asked" in outcome(run)


def test_a_redirect_to_a_file_of_this_machine_is_not_followed(tmp_path: Path) -> None:
    with serving(small_city()) as server:
        server.fault = leads_to("file:///etc/passwd")  # type: ignore[assignment]
        run = Directory(tmp_path).crawl(server, "palvelukartta")
    assert run.state is RunState.FAILED
    assert not any(b"root:" in path.read_bytes() for path in tmp_path.rglob("*.ndjson"))


def test_a_source_whose_own_root_lies_within_is_crawled_only_where_its_yaml_says_private(tmp_path: Path) -> None:
    with serving(small_city()) as server:
        folder = sources_with(tmp_path / "sources", {})
        yaml = (folder / "palvelukartta.yaml").read_text("utf-8")
        root = read_yaml(folder / "palvelukartta.yaml", Source).root
        moved = yaml.replace(f"root: {root}", f"root: {server.base_url('palvelukartta')}")
        (folder / "palvelukartta.yaml").write_text(moved, "utf-8")
        run = crawl(Directory(tmp_path / "a", sources_dir=folder).context, "palvelukartta", CrawlOptions())
        assert (run.state, server.asked) == (RunState.FAILED, [])
        assert "is not an address of the open internet" in outcome(run)
        (folder / "palvelukartta.yaml").write_text(f"{moved}\nprivate: true\n", "utf-8")
        run = crawl(Directory(tmp_path / "b", sources_dir=folder).context, "palvelukartta", CrawlOptions())
        assert run.state is RunState.PUBLISHED


def test_a_name_that_leads_within_is_refused_when_the_connection_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer of a name server (rebinding) counts for nothing: what is connected to is what was judged."""
    with serving(small_city()) as server:
        asked: list[object] = []

        def resolve(*given: object, **_: object) -> list[object]:
            asked.append(given[0])
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.server_port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
        url = f"http://rebinding.example.org:{server.server_port}/x"
        with pytest.raises(AddressRefused, match=r"rebinding\.example\.org is at 127\.0\.0\.1"):
            open_outside(Request(url), timeout_s=5, known_ports=(server.server_port,))
        assert (asked, server.asked) == (["rebinding.example.org"], [])


def test_the_crawls_resolver_gives_no_inner_address_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapy.resolver import dnscache
    from twisted.internet.defer import Deferred
    from twisted.python.failure import Failure

    from crawler.guarding import InnerAddress, OuterResolver

    resolver = OuterResolver(reactor=None, cache_size=10, timeout=1)
    for name, address in (("inner.test", "10.0.0.7"), ("outer.test", "93.184.215.14")):
        monkeypatch.setitem(dnscache, name, address)
    got: list[object] = []

    def ask(name: str) -> None:
        found: Deferred[str] = resolver.getHostByName(name)
        found.addBoth(got.append)

    ask("inner.test")
    ask("outer.test")
    resolver.exempt = frozenset({"inner.test"})
    ask("inner.test")
    refused = got[0]
    assert isinstance(refused, Failure)
    assert refused.check(InnerAddress)
    assert got[1:] == ["93.184.215.14", "10.0.0.7"]


def test_every_crawl_is_guarded_and_speaks_http_alone(tmp_path: Path) -> None:
    source = read_yaml(BUNDLED_SOURCES / "palvelukartta.yaml", Source)
    job = Job.model_validate(
        {
            "run": "r", "run_dir": tmp_path, "sources_dir": BUNDLED_SOURCES, "source": source.name, "base_url": source.root, "mode": "full", "now": NOW,
            "started_at": NOW, "cache_dir": tmp_path, "user_agent": "a", "delay_seconds": 1,
        }
    )  # fmt: skip
    settings = scrapy_settings(job, source)
    assert settings["DOWNLOADER_MIDDLEWARES"]["crawler.guarding.OnlyOutside"] < 100
    assert settings["TWISTED_DNS_RESOLVER"] == "crawler.guarding.OuterResolver"
    assert settings["DOWNLOAD_HANDLERS"] == {"data": None, "file": None, "ftp": None, "s3": None}
    assert settings["LIIKU_ALLOWED_SERVER"] is None


def test_an_answer_that_unpacks_to_far_more_than_it_is_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = gzip.compress(b"[" + b" " * 30_000_000, 9)
    assert len(bomb) < 50_000

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in (("Content-Type", "application/json"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(bomb)))):  # fmt: skip
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(bomb)

    folder = sources_with(tmp_path / "sources", {})
    path = folder / "palvelukartta.yaml"
    lines = [one for one in path.read_text("utf-8").splitlines() if not one.startswith("limits:")]
    path.write_text("\n".join([*lines, "limits: {response_bytes: 1000000, retries: 0}"]), "utf-8")
    with serving(small_city(), fault=only("/unit/", answer)) as server:
        run = Directory(tmp_path / "data", sources_dir=folder).crawl(server, "palvelukartta")
    assert run.state is RunState.FAILED
    assert "limits.response_bytes" in outcome(run)


def test_a_packed_sitemap_is_unpacked_to_a_limit_and_no_further() -> None:
    with pytest.raises(ValueError, match="bytes unpacked"):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * MAX_UNPACKED, 9))


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;</loc></url></urlset>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE], ids=["entities in entities", "a file of this machine"])
def test_a_sitemap_with_entities_is_refused_and_in_another_encoding_is_no_sitemap(text: str) -> None:
    with pytest.raises(ValueError, match="declares entities"):
        read_sitemap(text.encode())
    assert read_sitemap(text.replace("1.0", "1.0' encoding='utf-16").encode("utf-16")) is None


def _certificate(folder: Path) -> Path:
    """A key and a certificate of our own for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


class _Greeting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"by TLS")

    def log_message(self, *_: object) -> None:
        """It writes nothing."""


def test_an_https_server_is_judged_and_then_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = HTTPServer(("127.0.0.1", 0), _Greeting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        own = ("127.0.0.1", server.server_port)
        request = Request(f"https://127.0.0.1:{server.server_port}/")
        assert open_outside(request, timeout_s=5, allowed=own).read() == b"by TLS"
        with pytest.raises(AddressRefused):
            open_outside(request, timeout_s=5, known_ports=[server.server_port])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
