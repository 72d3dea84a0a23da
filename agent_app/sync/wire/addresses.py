"""Which addresses never leave this machine, for both sides of the wire."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Tell whether a host name can only mean this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
