"""The program tries itself out in a temporary home: after a build, after an installation, for support."""
