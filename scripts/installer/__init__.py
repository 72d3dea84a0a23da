"""The steps of build_installer.py, one module a step."""
