"""The same tests on PostgreSQL: a server started for them, and the tests of what the web keeps in its database."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from postgres_server import programs, running_postgres

HERE = Path(__file__).parent
# Pages that only show what files hold, settings and languages ask no database, or the same of either.
KEPT = (
    "people/acts",
    "cases/casework",
    "work/editions",
    "work/intakes",
    "work/judgements",
    "people/jobs",
    "people/log",
    "people/accounts",
    "cases/placements",
    "work/policies",
    "public/remittances/test_acts.py",
    "public/remittances/test_api.py",
    "public/remittances/test_offers.py",
    "public/remittances/test_requirements.py",
    "public/remittances/test_surveys.py",
    "public/remittances/test_visits.py",
    "public/remittances/test_work.py",
    "cases/research",
    "cases/returns",
    "ground/running",
    "work/savings/test_acts.py",
    "people/test_access.py",
    "work/uploads/test_results.py",
)

ALIKE = {
    "cases/casework/test_letters.py": ("test_no_letter_for_others_and_none_once_names_are_gone",),
    "cases/casework/test_making.py": (
        "test_a_task_that_runs_again_counts_nobody_twice",
        "test_an_edition_dropped_while_it_is_made_stays_dropped",
        "test_its_page_shows_the_progress_then_the_counts",
        "test_why_it_could_not_be_made_is_told_in_both_languages",
    ),
    "cases/casework/test_sheets.py": (
        "test_one_wrong_cell_and_nothing_is_taken",
        "test_what_is_no_sheet_is_told",
    ),
    "work/editions/test_editions.py": (
        "test_sent_back_with_a_reason",
        "test_three_people_are_needed",
        "test_what_is_missing_keeps_a_draft_back",
    ),
    "work/editions/test_sealing.py": (
        "test_a_package_is_made_once",
        "test_an_anchor_of_the_log_holds_until_the_log_was_changed",
        "test_what_cannot_be_fixed_says_why",
        "test_without_a_list_of_signers_nothing_is_sealed",
    ),
    "work/intakes/test_intakes.py": ("test_a_file_becomes_a_release",),
    "work/judgements/test_judgements.py": (
        "test_less_spent_than_budgeted_asks_for_a_cause",
        "test_the_survey_of_the_letter",
    ),
    "people/accounts/test_account.py": ("test_who_signs_in_and_who_cannot_is_written_down",),
    "cases/placements/test_steps.py": ("test_who_works_from_afar_does_not_travel",),
    "cases/placements/test_population.py": (
        "test_released_counts_are_a_source_of_the_core",
        "test_stays_and_persons_together_give_nobody_away",
        "test_who_went_to_two_countries_is_of_neither",
    ),
    "cases/placements/test_stays.py": ("test_a_year_counts_once_it_is_over_and_nobody_is_away_still",),
    "work/policies/test_policies.py": ("test_what_is_wrong_is_told_by_line",),
    "public/remittances/test_api.py": ("test_csv_tags_and_problems",),
    "public/remittances/test_offers.py": ("test_what_is_not_told_is_never_ranked_and_a_promotion_stands_apart",),
    "public/remittances/test_work.py": ("test_what_the_form_would_refuse_is_told_before_and_left_out",),
    "cases/returns/test_cases.py": (
        "test_the_clock_erases_the_family_and_counts_stay",
        "test_three_people_are_needed",
        "test_who_applied_before_july_and_left_by_august_gets_the_amounts_of_before",
        "test_who_applied_in_july_gets_the_new_amounts_by_the_day_of_application",
        "test_who_left_too_late_lapses",
    ),
    "cases/returns/test_population.py": (
        "test_a_small_count_is_hidden_and_cannot_be_had_by_subtraction",
        "test_released_counts_are_a_source_of_the_core",
        "test_the_next_edition_is_safe_together_with_the_one_before",
    ),
    "cases/returns/test_letters.py": (
        "test_a_grant_names_each_person_amount_and_last_day",
        "test_a_rule_that_is_no_longer_in_the_file_is_named_by_its_code",
        "test_a_waiver_is_told_as_one",
        "test_what_is_granted_after_an_objection_names_the_court",
    ),
    "cases/returns/test_objections.py": (
        "test_a_refusal_has_a_ground_and_an_objection_goes_to_somebody_else",
        "test_a_waiver_that_was_dropped_leaves_the_rule",
        "test_another_amount_takes_two_people_who_did_not_grant",
        "test_letters_tell_what_came_what_holds_and_what_was_decided",
        "test_the_day_to_leave_may_become_later_not_earlier_and_not_later_than_a_rule_says",
        "test_too_late_is_refused_and_what_was_withdrawn_can_come_again",
        "test_who_declared_a_conflict_decides_on_no_objection",
    ),
    "cases/returns/test_paying.py": (
        "test_another_currency_needs_a_rate",
        "test_nothing_is_paid_beyond_the_grant_the_cash_or_before_departure",
        "test_who_proposed_what_somebody_gets_neither_decides_nor_pays",
    ),
    "cases/returns/test_refusals.py": (
        "test_a_payment_of_nothing_or_before_they_left_is_refused",
        "test_who_assessed_does_not_decide_by_form_either",
    ),
    "work/uploads/test_results.py": (
        "test_another_partner_fills_in_nothing_here",
        "test_what_is_filled_in_is_previewed_as_every_upload",
    ),
}
"""Tests whose statements are all made by tests that stay, with values of the same types and the same outcome.

Each takes a tenth of a second or more for what is the same Python on either database. What happens at once, is ordered
or is refused by the database itself stays, whether others make its statements or not.
"""


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("GRUTTO_DATABASE")), reason="this run is on PostgreSQL itself")
def test_the_web_is_the_same_on_postgresql() -> None:
    if programs() is None:
        pytest.skip("PostgreSQL's server is not installed: scripts/system.sh postgres")
    with running_postgres() as address:
        chosen = ("-m", "not browser and not outside_database", "-p", "no:cacheprovider")
        alike = (f"--deselect=tests/{HERE.name}/{file}::{name}" for file, names in ALIKE.items() for name in names)
        command = [sys.executable, "-m", "pytest", *(str(HERE / place) for place in KEPT), *chosen, *alike]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        run = subprocess.run(
            command,
            env=environment | {"GRUTTO_DATABASE": address},
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed
    assert int(passed[1]) > 300


def test_what_is_left_out_there_is_a_test() -> None:
    for file, names in ALIKE.items():
        text = (HERE / file).read_text("utf-8")
        assert {name: text.count(f"def {name}") for name in names} == dict.fromkeys(names, 1), file
