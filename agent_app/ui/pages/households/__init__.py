"""Hộ gia đình: find people, see a household, price what its members want to pay."""
