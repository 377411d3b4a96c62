"""What tests of pages share: a browser, the sample city's address, an empty page."""

from tests.browser import address, browser, page

__all__ = ["address", "browser", "page"]
