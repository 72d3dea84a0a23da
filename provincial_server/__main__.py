"""Lets ``python -m provincial_server`` run the command line."""

from provincial_server.cli import run

if __name__ == "__main__":
    run()
