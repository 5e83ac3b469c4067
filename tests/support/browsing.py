"""A page in Debian's Chromium, and what axe-core finds in it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Page, ViewportSize

Scheme = Literal["light", "dark"]
BARRIERS = """axe.run({resultTypes: ["violations"], selectors: false}).then(found => [
    found.passes.length, found.violations.map(each => [each.id, each.nodes[0].html])])"""
"""Only what is looked at: all that axe-core tells of a page takes it and the way here longer than its rules."""

ELEMENTS = """(() => {
    const words = /^(action|alt|aria-label|content|href|hreflang|lang|placeholder|src|title|value)$/
    const languages = /^(ar|en|es|fr|nl|pt|so|tr)$/, landmarks = /^(ASIDE|FOOTER|FORM|HEADER|NAV|SEARCH|SECTION)$/
    const labels = new Set()
    const matters = (each, name, value) => {
        if (name === "lang") return !languages.test(value)
        if (name === "content") return each.httpEquiv || each.name === "viewport"
        if (name === "href") return value[0] === "#" && !document.getElementById(value.slice(1))
        if (name !== "aria-label" || !landmarks.test(each.tagName)) return false
        return labels.size === labels.add(value).size
    }
    const told = each => {
        const inside = [], names = each.getAttributeNames().map(name => {
            const value = each.getAttribute(name)
            return value.trim() && words.test(name) && !matters(each, name, value) ? name : `${name}=${value}`
        })
        for (const child of each.children) {
            const next = told(child), [before, last] = inside.slice(-2)
            if (last === "more" ? before !== next : last !== next) inside.push(next)
            else if (last !== "more") inside.push("more")
        }
        return [each.tagName, each.textContent.trim() ? "words" : "", ...names, "(", ...inside, ")"].join(" ")
    }
    const styles = [...document.styleSheets].map(
        each => each.href ? new URL(each.href).pathname : each.ownerNode.textContent)
    const dark = matchMedia("(prefers-color-scheme: dark)").matches
    return [dark, ...styles, told(document.documentElement)].join("\\n")
})()"""
"""The elements of a page and how they look, without the words in them and in attributes that hold words or addresses.
Of elements in a row that are equal, as lines of a table are, it says that there are more. Values are told where a rule
asks for them: an unknown language, a link to no place of the page, how a page is scaled or left, a label given twice.

Axe-core goes by these: a page with those of one that keeps nobody out, as one in another language or after another act
mostly has, needs no second look.
"""
_FREE_OF_BARRIERS = set[tuple[int, str]]()
"""Width and elements of the pages that this process looked at."""
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


def opened(chromium: Path, file: Path) -> AbstractContextManager[Page]:
    """Give a page of a file, as wide as a desk screen."""
    return visiting(chromium, file.as_uri())


@contextmanager
def visiting(chromium: Path, address: str, *, width: int = 1280, scheme: Scheme = "light") -> Iterator[Page]:
    """Give a page of an address, in light or dark."""
    with several(chromium, width=width, scheme=scheme) as opened:
        page = opened()
        page.goto(address)
        yield page


@contextmanager
def several(chromium: Path, *, width: int = 1280, scheme: Scheme = "light") -> Iterator[Callable[[], Page]]:
    """Give what opens a browser of its own, with cookies of its own, each time it is called."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=str(chromium), args=options)

        def opened() -> Page:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            context.add_init_script(AXE_SCRIPT)  # once a visit: a fourth of what bringing it to each page takes
            return context.new_page()

        yield opened
        browser.close()


class Tour:
    """A visit of many pages: barriers by axe-core, errors on the console, and whether 320 pixels suffice."""

    def __init__(self, page: Page) -> None:
        """Begin on a phone; what is found comes into `wrong`."""
        self.page, self.wrong = page, list[object]()
        self._told = list[str]()
        page.context.on("console", lambda message: self._told.append(message.text) if message.type == "error" else None)
        page.set_viewport_size(PHONE)

    def visit(self, address: str) -> None:
        """Look at a page; that it is not there is no error."""
        answer = self.page.goto(address)
        missing = answer is not None and answer.status == 404
        self.wrong += [(address, text) for text in self._told if not (missing and "404" in text)]
        self._told.clear()
        if (width := self.page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            self.wrong.append((address, f"{width} pixels wide"))
        if (DESK["width"], self.page.evaluate(ELEMENTS)) not in _FREE_OF_BARRIERS:
            self.page.set_viewport_size(DESK)
            self.wrong += [(address, *barrier) for barrier in barriers(self.page)]
            self.page.set_viewport_size(PHONE)


def fits(page: Page) -> None:
    """Look for barriers in a page as it is shown, and for what does not fit on a phone."""
    assert barriers(page) == [], page.url
    wide = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    if wide:
        page.set_viewport_size(wide)


def printed_text(page: Page, folder: Path) -> list[str]:
    """Return the text of each sheet of a page as it is printed on A4."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: scripts/system.sh documents")
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def barriers(page: Page) -> list[tuple[str, str]]:
    """Return what keeps people out of a page by axe-core: rule and element; its rules must have had what to judge."""
    page.wait_for_load_state()  # of a page that is still being read there is no element yet
    seen = page.viewport_size["width"] if page.viewport_size else 0, page.evaluate(ELEMENTS)
    if seen in _FREE_OF_BARRIERS:
        return []
    passes, violations = page.evaluate(BARRIERS)
    assert passes > 20
    if not violations:
        _FREE_OF_BARRIERS.add(seen)
    return [(rule, element) for rule, element in violations]
