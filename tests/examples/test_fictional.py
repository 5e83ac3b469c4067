"""The fictional programme shows every part of the report, and every figure of it can be taken apart."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import opened as in_browser
from browsing import printed_text
from drawings import check_drawing
from dutch import english_in_page
from fictional_programme import EXAMPLE, generator
from lxml import html

from grutto.editions.draft import make
from grutto.editions.front_page import front_page, reports_in
from grutto.editions.make import make_edition, write_files
from grutto.editions.order import Order
from grutto.editions.record import read_record
from grutto.editions.render import tables
from grutto.editions.verify import verify
from grutto.errors import InputError, VerificationError
from grutto.frameworks import load
from grutto.frameworks.judgements import load_judgements
from grutto.frameworks.ledger import load_ledger
from grutto.locale.reasons import reason
from grutto.measures.account import account, of_no_line
from grutto.measures.chain import chain_of, links, side_rows
from grutto.measures.explain import differences, require_explained
from grutto.measures.scope import Scope
from grutto.measures.session import open_release
from grutto.measures.underspending import splits
from grutto.store.engine import DuckDBEngine
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.remarks import findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.measures.session import Session

FRAMEWORK = str(EXAMPLE / "fictional")
YEAR = 2020


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("fictional")
    home = Home(folder / "home")
    report = take_in(home, incoming_files(generator().write(folder / "files")))
    assert not report.refused
    return home


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    with open_release(home, load(FRAMEWORK)) as opened:
        yield opened


@pytest.fixture(scope="module")
def written(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    judgements, ledger = load_judgements(EXAMPLE / "judgements.toml"), load_ledger(EXAMPLE / "ledger.toml")
    order = Order(framework=load(FRAMEWORK), year=YEAR, languages=("en", "nl"), judgements=judgements, ledger=ledger)
    write_files(make_edition(home, order), folder)
    return folder


def test_the_dutch_pages_have_no_english_of_ours(written: Path) -> None:
    pages = sorted(written.rglob("*.nl.html"))
    assert len(pages) > 2, "the report, its register and its chains"
    assert {page.name: found for page in pages if (found := english_in_page(page))} == {}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [p.read_bytes() for p in generator().write(tmp_path / "a")]
    assert first == [p.read_bytes() for p in generator().write(tmp_path / "b")]
    assert first != [p.read_bytes() for p in generator().write(tmp_path / "c", seed=1)]


def test_size_and_shape(session: Session) -> None:
    assert session.book.measure("activities").value == 120
    organisations = session.book.breakdown("activities", "reporting_org")
    assert len(organisations) == 25
    deepest = max(len(chain_of(known, link.provider_activity)) for known in [links(session)] for link in known)
    assert deepest >= 5


def test_the_report_asks_nothing_twice(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[object, ...]] = Counter()

    def counted(name: str) -> Callable[..., object]:
        real = getattr(DuckDBEngine, name)

        def ask(engine: DuckDBEngine, *question: object) -> object:
            asked[name, *question] += 1
            return real(engine, *question)

        return ask

    for name in ("aggregate", "rows"):
        monkeypatch.setattr(DuckDBEngine, name, counted(name))
    judgements, ledger = load_judgements(EXAMPLE / "judgements.toml"), load_ledger(EXAMPLE / "ledger.toml")
    make(session, Order(year=YEAR, languages=("en", "nl"), judgements=judgements, ledger=ledger))
    assert len(asked) > 100
    assert [question for question, times in asked.items() if times > 1] == []


def test_messy_cases_are_reported(session: Session, home: Home) -> None:
    files = {s.name for s in session.release.snapshots}
    messages = " ".join(
        f"{reason(m['message'])} {reason(m['repair'])}" for _, _, m in findings(home, session.release, files)
    )
    for part in (
        "140 %",
        "negative",
        "not a date",
        "more than a year",
        "White space",
        "no rate of XYZ",
        "revised budget",
    ):
        assert part in messages


def test_edition_holds_and_each_figure_is_found_again(home: Home, written: Path) -> None:
    edition = read_record(str(written), home)
    verdict = verify(home, edition, folder=written)
    assert verdict.differences == ()
    assert verdict.figures > 500


def test_page_has_every_section_and_says_it_is_fictional(written: Path) -> None:
    page = html.document_fromstring((written / "index.html").read_text("utf-8"))
    anchors = {element.get("id") for element in page.iter()}
    assert anchors >= set(load(FRAMEWORK).outline)
    for path in (written / "index.html", written / "register.html"):
        assert "Fictional: ministry, organisations" in path.read_text("utf-8")


@pytest.mark.xdist_group("browser")
def test_on_paper_it_has_no_more_than_twenty_sheets_before_its_annexes(
    chromium: Path, written: Path, tmp_path: Path
) -> None:
    """What to check in the files, and the method, are annexes."""
    with in_browser(chromium, written / "index.html") as page:
        sheets = printed_text(page, tmp_path)
    annex = next(i for i, text in enumerate(sheets) if i and "What to check" in text)
    assert 10 < annex + 1 <= 20


def test_drawings_have_a_name_and_their_numbers_lead_somewhere(written: Path) -> None:
    page, register = (
        html.document_fromstring((written / f"{n}.html").read_text("utf-8")) for n in ("index", "register")
    )
    anchors = {element.get("id") for element in register.iter()}
    drawings = list(page.iter("svg"))
    assert len(drawings) >= 4
    shown = 0
    for drawing in drawings:
        check_drawing(html.tostring(drawing, encoding="unicode"))
        for text in drawing.iter("text"):
            shown += "data-figure" in text.attrib
            assert "data-figure" not in text.attrib or f"figure-{text.get('data-figure')}" in anchors
    assert shown >= 20


def test_tables_stand_beside_the_report_with_exact_values(written: Path, home: Home) -> None:
    edition = read_record(str(written), home)
    known = {f.value for f in edition.figures}
    with (written / "tables" / "underspending-1.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:4] == ["Activity", "Budgeted", "Spent", "Difference"]
    assert all(Decimal(cell) in known for row in rows[1:] for cell in row[1:4])
    assert rows[0][-1] == "note"
    assert all(row[-1].startswith("Fictional:") for row in rows[1:])
    book = zipfile.ZipFile(io.BytesIO((written / "tables.xlsx").read_bytes()))
    names = book.namelist()
    assert "Fictional: ministry" in book.read("xl/sharedStrings.xml").decode()
    sheets = [n for n in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
    assert len(sheets) == 1 + len(list((written / "tables").glob("*.csv"))), "the first lists the others"


def test_workbook_is_the_same_each_time(session: Session) -> None:
    content = make(session, Order(year=YEAR, languages=("en",))).readings()["en"]
    assert tables(content) == tables(content)


def test_decomposition_adds_up_to_the_cent_for_every_activity(session: Session) -> None:
    found = splits(Scope(session, load(FRAMEWORK), YEAR, ()))
    assert len(found) == 5
    for split in found:
        assert split.gap.difference.value is not None
        parts = sum((e.value or Decimal(0) for e in split.effects), Decimal(0))
        assert abs(parts - split.gap.difference.value) <= Decimal("0.005")


def test_late_start_explains_a_part_of_the_volume_and_no_more(session: Session) -> None:
    found = splits(Scope(session, load(FRAMEWORK), YEAR, ()))
    (late,) = [s for s in found if s.delay and s.delay.value]
    volume = late.effects[0].value
    assert late.delay is not None
    assert late.delay.value is not None
    assert volume is not None
    assert volume <= late.delay.value < 0


def test_a_ledger_that_draws_too_much_warns(written: Path) -> None:
    page = " ".join((written / "index.html").read_text("utf-8").split())
    assert "More was drawn than was saved" in page


def test_what_is_misleading_alone_is_said_with_its_other_half(written: Path) -> None:
    """Twenty trees of six; 8,712 − 8,413 thousand is what partners report more than they got, most of it in pounds: in
    euros 6,432,042 − 6,408,962, in dollars nothing, in pounds 276,029."""
    root = html.document_fromstring((written / "index.html").read_text("utf-8"))
    page = " ".join(str(root.xpath("string()")).replace("\N{NO-BREAK SPACE}", " ").split())
    for sentence in (
        "In 2020, 120 activities were under way",
        "At the top, or by themselves: 20. The others stand below these or are paid by them.",
        "€ 8,711,697 was spent, counted once,",
        "Of what is counted once, € 8,412,588 left the owner of the programme; others spent € 299,109 beyond",
        "or of funders in no file, € 276,029 of it in other currencies than the euro, which rates move.",
        "Others spent € 299,109 beyond what was sent to them; it is in none of these accounts.",
        "Targets of 2020 that were met: 0 of 30.",
        "a difference of −€ 2,304,151. Its cause, signed by B. Fictional, head of department: lower uptake than",
        "97, after 319 (−222 persons, −69.6 %)",
        "By 2020-Q2, −€ 191,840 is left of what was saved on reception: more was drawn than was saved.",
        "Activities of partners of these, in no priority themselves 100",
        "Every activity of the owner of the programme is attributed to exactly one priority.",
        "Only what the owner of the programme itself budgeted and spent is shown.",
        "Reception cost more than was estimated in 2019-Q3, 2019-Q4: nothing was saved there.",
    ):
        assert sentence in page


def test_each_chain_drawn_has_a_page_of_its_own_that_holds(home: Home, written: Path) -> None:
    """The page has the drawing, each link, and the rows of both sides with file and place; it says it is fictional."""
    page = html.parse(str(written / "index.html")).getroot()
    ways = [a.get("href") for a in page.xpath("//section[@id='chain']//a[starts-with(@href, 'chain/')]")]
    assert len(ways) == 3
    for way in ways:
        folder = written / Path(way).parent
        text = (folder / "index.html").read_text("utf-8")
        assert "Fictional:" in text
        assert "Rows of both sides" in text
        assert "/iati-activities/iati-activity[" in text
        assert "<svg" in text
        edition = read_record(str(folder), home)
        assert edition.subject.startswith("chain XM-FICTION-1-")
        verdict = verify(home, edition, folder=folder, sources="none")
        assert (verdict.differences, verdict.notes) == ((), ())


def test_a_changed_chain_page_is_found_from_the_report(home: Home, written: Path, tmp_path: Path) -> None:
    """And so is a record of a chain that was changed with its page, and one that was taken away."""
    folder = shutil.copytree(written, tmp_path / "report")
    report = read_record(str(folder), home)
    first, second, third = sorted(report.beside)
    page, record = folder / first / "index.html", folder / second / "edition.json"
    page.write_text(page.read_text("utf-8").replace("Fictional:", "Real:"), "utf-8")
    record.write_text(record.read_text("utf-8").replace("chain XM-", "chain YM-"), "utf-8")
    shutil.rmtree(folder / third)
    found = verify(home, report, folder=folder, sources="none").differences
    assert f"{first}/index.html: the file was changed after the edition was made" in found
    assert f"{second}/edition.json: the file was changed after the edition was made" in found
    assert f"{third}/edition.json: the file is missing" in found


def test_account_divides_over_budget_lines_and_no_partner_money_is_in_it(session: Session) -> None:
    context = Scope(session, load(FRAMEWORK), YEAR, ())
    spent = [
        item.realised
        for line in context.framework.budget_line
        for item in account(context, line, YEAR)
        if item.item == "expenditure"
    ]
    ministry = session.book.measure("spent_gross", year=YEAR, reporting_org="XM-FICTION-1")
    assert sum(f.value or 0 for f in spent) == ministry.value
    assert of_no_line(context, YEAR) == []
    assert (session.book.measure("spent_once", year=YEAR).value or 0) > (ministry.value or 0)


def test_edition_says_whether_it_may_be_adopted(home: Home, written: Path, session: Session) -> None:
    assert read_record(str(written), home).adoptable
    unsigned = make(session, Order(year=YEAR, languages=("en",))).edition
    assert (unsigned.open, unsigned.adoptable) == (("line:people/expenditure/2020",), False)


def test_front_page_leads_to_each_report_of_a_folder(written: Path, tmp_path: Path) -> None:
    (tmp_path / "report").symlink_to(written)
    (kept,) = reports_in(tmp_path)
    assert (kept.folder, kept.title, kept.subtitle) == (
        "report",
        f"Progress report {YEAR}",
        load(FRAMEWORK).title["en"],
    )
    assert all((written / name).is_file() for _, name, _ in kept.pages)
    page = html.document_fromstring(front_page(tmp_path))
    assert {a.get("href") for a in page.iter("a")} == {f"report/{name}" for _, name, _ in kept.pages} | {
        "report/index.html"
    }
    with pytest.raises(InputError, match="no report here"):
        front_page(written / "tables")


def test_page_leads_to_its_tables_as_data(written: Path) -> None:
    page = html.document_fromstring((written / "index.html").read_text("utf-8"))
    linked = {a.get("href") for a in page.iter("a") if a.get("download") is not None}
    assert linked == {"tables.xlsx"} | {f"tables/{path.name}" for path in (written / "tables").glob("*.csv")}


def test_unexplained_difference_blocks_adoption(session: Session) -> None:
    policy = load(FRAMEWORK)
    with pytest.raises(VerificationError, match="must be explained") as caught:
        require_explained(Scope(session, policy, YEAR, ()))
    assert "line:people/expenditure/2020" in caught.value.where
    require_explained(Scope(session, policy, YEAR, load_judgements(EXAMPLE / "judgements.toml")))


def test_threshold_of_a_technical_cause_is_higher(session: Session) -> None:
    (said,) = load_judgements(EXAMPLE / "judgements.toml")
    technical = replace(said, cause="administrative")
    amounts = [
        d.threshold.value
        for judgement in (said, technical)
        for d in differences(Scope(session, load(FRAMEWORK), YEAR, (judgement,)))
        if d.threshold and (d.item.line, d.item.item) == ("people", "expenditure")
    ]
    assert amounts == [Decimal(1_000_000), Decimal(2_000_000)]


def test_chain_shows_the_rows_of_both_sides(session: Session) -> None:
    rows = side_rows(session, "XM-FICTION-1-00001")
    assert {row["side"] for row in rows} == {"provider", "receiver"}
    assert all(row["file"].startswith("fictional-") and row["locator"] for row in rows)


def test_opening_to_all_developing_countries_is_one_value(session: Session, written: Path) -> None:
    """Ghana was open before; Nigeria is since 2019; Chile left the list in 2018 and is not."""
    with (written / "tables" / "oda-3.csv").open(encoding="utf-8") as stream:
        found = {row[0]: row[1:3] for row in csv.reader(stream)}
    assert (found["Ghana"], found["Nigeria"], found["Chile"]) == (["yes", "yes"], ["yes", "no"], ["no", "no"])


def test_difference_of_the_edition_before_stands_beside(session: Session, written: Path, home: Home) -> None:
    earlier = make(session, Order(year=YEAR - 1, languages=("en",))).edition
    now = make(session, Order(year=YEAR, languages=("en",), previous=earlier))
    before = [f for f in now.edition.figures if f.id.startswith(f"edition-{earlier.id}")]
    known = {f.id: f.value for f in earlier.figures}
    assert len(before) >= 19
    assert all(known[f.id.partition(".")[2]] == f.value for f in before)
