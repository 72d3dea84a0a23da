"""The pages of a window by their place; each is made when it is first asked for, or in an idle moment."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from agent_app.ui.bench import Bench
from agent_app.ui.hearing import unheard
from agent_app.ui.parts.page import Page
from agent_app.ui.places import Place

P = TypeVar("P", bound=Page)


class Book(QObject):
    """Knows every place that is offered, and the pages that somebody has asked for so far.

    Nobody waits for a page that they do not look at: the window is usable when its first page is.
    """

    made = Signal(object)

    def __init__(
        self, bench: Bench, makers: Mapping[Place, Callable[[Bench], Page]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._makers = dict(makers)
        self._pages: dict[Place, Page] = {}
        self._prepared: dict[Place, Page] = {}

    def __iter__(self) -> Iterator[Place]:
        return iter(self._makers)

    def __contains__(self, place: object) -> bool:
        return place in self._makers

    def __getitem__(self, place: Place) -> Page:
        self.make(place)
        return self._pages[place]

    def prepare(self, place: Place) -> bool:
        """Make a page that the window takes in another time; say whether there was any need to."""
        needed = place not in self._pages and place not in self._prepared
        if needed:
            with unheard():
                self._prepared[place] = self._makers[place](self._bench)
        return needed

    def make(self, place: Place) -> None:
        """Make a page, unless there is one, and have the window take it in."""
        if place not in self._pages:
            self.prepare(place)
            with unheard():
                page = self._pages[place] = self._prepared.pop(place)
                self.made.emit(page)

    def pages(self) -> dict[Place, Page]:
        """Return the pages that have been made."""
        return dict(self._pages)

    def find(self, kind: type[P]) -> P | None:
        """Return the page of a kind, if it has been made."""
        return next((page for page in self._pages.values() if isinstance(page, kind)), None)


class HasBook(Protocol):
    """A window with pages."""

    book: Book


class PageOf(Generic[P]):
    """Names a page as a part of its window; who asks for it has it made."""

    def __init__(self, place: Place, kind: type[P]) -> None:
        self._place, self._kind = place, kind

    def __get__(self, window: HasBook, _owner: type[HasBook]) -> P:
        page = window.book[self._place]
        if not isinstance(page, self._kind):
            raise TypeError(f"{self._place} is not a {self._kind.__name__}")
        return page
