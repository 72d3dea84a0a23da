"""The catalogue of screen texts: Vietnamese stands in the source, another language may replace it."""

from gettext import NullTranslations

_ = NullTranslations().gettext
