"""A process that issues receipts and says each number once it is safe: `python -m tests.storage.issuer`."""

import sys
from pathlib import Path

from agent_app.runtime.paths import Home
from tests.storage.till import issue, opened


def main() -> None:
    """Issue as many receipts as asked for, or until killed."""
    store = opened(Home(Path(sys.argv[1])))
    for _ in range(int(sys.argv[2])):
        receipt, _operation = issue(store)
        sys.stdout.write(f"{receipt.number}\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main()
