"""Input fields that know what they hold."""
