"""A cluster of one's own answers by HTTPS, with a certificate of its own authority."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.engine import ElasticsearchEngine


def certificate(directory: Path) -> tuple[Path, Path]:
    """Files with a certificate of 127.0.0.1, its own authority, and with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a cluster")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    of_key = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    files = directory / "http_ca.crt", directory / "http.key"
    for file, content in zip(files, (signed.public_bytes(Encoding.PEM), of_key), strict=True):
        file.write_bytes(content)
    return files


def carry(one: socket.socket, other: socket.socket) -> None:
    """Hands on what one end says until it ends."""
    try:
        while data := one.recv(65_536):
            other.sendall(data)
    except OSError:
        pass
    finally:
        other.close()


@pytest.fixture
def authority(tmp_path: Path, elasticsearch_url: str, settings) -> Iterator[Path]:
    """The file of the authority of a real cluster behind HTTPS, to which the settings point."""
    known, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(known, key)
    service = urlsplit(elasticsearch_url.split(",")[0])

    def answer(raw: socket.socket) -> None:
        try:
            asked = context.wrap_socket(raw, server_side=True)
        except OSError:  # the other end knows no such authority
            raw.close()
            return
        behind = socket.create_connection((service.hostname, service.port))
        threading.Thread(target=carry, args=(behind, asked), daemon=True).start()
        carry(asked, behind)

    def serve() -> None:
        while True:
            try:
                raw, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(raw,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        settings.ELASTICSEARCH_URL = f"https://127.0.0.1:{listening.getsockname()[1]}"
        yield known
        listening.shutdown(socket.SHUT_RDWR)


def test_a_cluster_whose_authority_is_named_is_used(authority, settings):
    settings.ELASTICSEARCH_CA = str(authority)
    engine = ElasticsearchEngine()
    engine.create("tls", {"fingerprint": "f", "dims": "0"})
    try:
        assert engine.indexes()["tls"]["fingerprint"] == "f"
    finally:
        engine.drop("tls")


def test_a_cluster_of_an_unknown_authority_is_not_trusted(authority):
    with pytest.raises(EngineUnavailable, match="certificate"):
        ElasticsearchEngine().indexes()
