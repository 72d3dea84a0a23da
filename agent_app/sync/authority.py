"""Trusting the certificates of a province's own authority, and no others."""

import ssl
from typing import Any

from agent_app.sync.failures import AuthorityUnreadableError
from agent_app.sync.patience import Patience, PatientAdapter


class AuthorityAdapter(PatientAdapter):
    """Connects only to servers whose certificate this authority (PEM) has signed."""

    def __init__(self, authority: str, patience: Patience) -> None:
        if not authority.strip():
            raise AuthorityUnreadableError
        try:
            # With an authority of its own a context trusts none of the system's.
            self._context = ssl.create_default_context(cadata=authority)
        except (ssl.SSLError, ValueError) as error:
            raise AuthorityUnreadableError from error
        super().__init__(patience)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (the library's own)
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return super().proxy_manager_for(*arguments, ssl_context=self._context, **options)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401, ARG002
        """Leave the system's authorities out: the library would add them here."""
        conn.cert_reqs = "CERT_REQUIRED"
