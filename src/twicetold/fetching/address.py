"""The guard: which addresses may be connected to, asked about the address itself and not about its name.

A name is resolved once, the answer is checked, and that very answer is connected to: a resolver that answers
differently the second time (DNS rebinding) is not asked a second time. Numbers in any writing ("2130706433",
"0x7f.1", "::ffff:127.0.0.1") are resolved like names, so they are checked like names.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from twicetold.fetching.failure import FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Answer = tuple[int, str, int]  # family, numeric address, port
Resolver = Callable[[str, int], Sequence[Answer]]

# Special by the IANA registries, beyond what `ipaddress` of every supported Python calls not global.
_SPECIAL = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
        "fc00::/7", "fe80::/9", "ff00::/8",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SECONDS = 10.0  # to resolve a name


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which addresses may be reached. `resolve` and `public` are there for the tests."""

    allow_private: bool = False
    resolve: Resolver | None = None
    public: Callable[[Address], bool] | None = None

    def addresses(self, host: str, port: int) -> list[Answer]:
        """Return the addresses of a host that may be connected to; raise `FetchFailed` where none may.

        One forbidden address among allowed ones is enough to refuse: no honest host has both.
        """
        answers = list((self.resolve or _in_time)(host, port))
        if not answers:
            raise FetchFailed("no such host", host)
        for _, number, _ in answers:
            self.check(number, host)
        return answers

    def check(self, number: str, host: str) -> None:
        """Raise `FetchFailed` for an address that may not be reached."""
        if not self.allow_private and not (self.public or is_public)(parse_address(number)):
            shown = number if number == host else f"{host} is {number}"
            raise FetchFailed("private address", f"{shown}; --allow-private permits it")


def parse_address(number: str) -> Address:
    """Return an address without its zone ("fe80::1%eth0")."""
    return ipaddress.ip_address(number.partition("%")[0])


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    Not private, loopback, link-local, multicast or special.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is as public as what it carries.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner) and address in _NAT64  # only NAT64 is routed as it stands
    special = any(address.version == net.version and address in net for net in _SPECIAL)
    return address.is_global and not (special or address.is_multicast or address.is_reserved)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _in_time(host: str, port: int) -> list[Answer]:
    """Ask the system's resolver, which has no time limit of its own."""
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    if not found:
        raise FetchFailed("no such host", f"{host}: the name server does not answer")
    if isinstance(found[0], Exception):
        raise FetchFailed("no such host", f"{host}: {getattr(found[0], 'strerror', None) or 'not a name'}")
    answers = [(family, str(where[0]), int(where[1])) for family, *_, where in found[0]]
    return list(dict.fromkeys(answers))
