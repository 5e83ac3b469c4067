-- Value date: the rate of that day, or of the last day of trade at most 7 days before it (weekends and holidays of
-- the euro's payment system have no rate). Never today's rate, never the rate of the transaction date, and none after
-- the last day of a currency (codelists/currency_end.csv).
WITH reported AS NOT MATERIALIZED (
    SELECT
        'transaction' AS kind, snapshot, parent, locator, iati_identifier,
        transaction_type, NULL AS budget_type, NULL AS budget_status,
        transaction_date AS period_start, transaction_date AS period_end,
        provider_org, provider_org_name, receiver_org, receiver_org_name, provider_activity_id, receiver_activity_id,
        value, currency, value_date
    FROM transaction
    UNION ALL
    SELECT
        'budget', snapshot, parent, locator, iati_identifier,
        NULL, coalesce(type, '1'), coalesce(status, '1'), period_start, period_end,
        NULL, NULL, NULL, NULL, NULL, NULL, value, currency, value_date
    FROM budget
    UNION ALL
    SELECT
        'planned_disbursement', snapshot, parent, locator, iati_identifier,
        NULL, coalesce(type, '1'), NULL, period_start, coalesce(period_end, period_start),
        provider_org, provider_org_name, receiver_org, receiver_org_name, provider_activity_id, receiver_activity_id,
        value, currency, value_date
    FROM planned_disbursement
),
-- Only what a row is known by is sorted and counted: whole rows of a large file would not fit in memory.
numbers AS (
    SELECT r.kind, r.snapshot, r.locator, first_number() + row_number() OVER (ORDER BY r.kind, r.snapshot, r.locator) AS source_row
    FROM reported AS r
    JOIN portfolio AS p ON p.snapshot = r.snapshot AND p.locator = r.parent
),
numbered AS (
    SELECT r.*, n.source_row
    FROM reported AS r
    JOIN numbers AS n ON n.kind = r.kind AND n.snapshot = r.snapshot AND n.locator = r.locator
),
checked AS (
    SELECT
        *,
        CASE
            WHEN kind <> 'transaction' AND (period_start IS NULL OR period_end IS NULL) THEN 'period-unknown'
            WHEN kind <> 'transaction' AND period_end < period_start THEN 'period-reversed'
            WHEN kind <> 'transaction' AND year(period_end) - year(period_start) > 100 THEN 'period-of-ages'
            WHEN kind = 'budget' AND value < 0 THEN 'budget-negative'
        END AS refused
    FROM numbered
),
day_rate AS (
    SELECT d.currency, d.value_date, r.* EXCLUDE (currency)
    FROM (SELECT DISTINCT currency, value_date FROM reported WHERE value_date IS NOT NULL) AS d
    ASOF JOIN rate AS r ON r.currency = d.currency AND r.rate_date <= d.value_date
),
rated AS (
    SELECT
        j.*,
        CAST(e.last_day AS DATE) AS currency_end,
        j.value_date - r.rate_date <= 7 AND j.value_date <= coalesce(currency_end, j.value_date) AS near,
        CASE WHEN j.currency = 'EUR' THEN 1 WHEN near THEN r.units_per_eur END AS units_per_eur,
        CASE WHEN j.currency = 'EUR' THEN j.value_date WHEN near THEN r.rate_date END AS rate_date,
        CASE WHEN near THEN r.snapshot END AS rate_snapshot,
        CASE WHEN near THEN r.locator END AS rate_locator,
        CASE
            WHEN j.value IS NULL THEN 'amount-missing'
            WHEN j.currency IS NULL THEN 'currency-missing'
            WHEN j.currency = 'EUR' THEN NULL
            WHEN j.value_date IS NULL THEN 'value-date-missing'
            WHEN j.value_date > currency_end THEN 'currency-ended|currency=' || j.currency || '|day=' || currency_end
            WHEN r.rate_date IS NULL THEN 'no-rate|currency=' || j.currency
            WHEN j.value_date - r.rate_date > 7 THEN 'rate-too-old|currency=' || j.currency
        END AS unknown_because
    FROM checked AS j
    LEFT JOIN currency_end AS e ON e.currency = j.currency
    LEFT JOIN day_rate AS r ON r.currency = j.currency AND r.value_date = j.value_date
),
euro AS NOT MATERIALIZED (
    SELECT
        *,
        millionths(value) AS value_m,
        CASE WHEN unknown_because IS NULL THEN rounded(millionths(value) * 1000000, millionths(units_per_eur)) END AS eur_m
    FROM rated
),
-- Budgets and planned disbursements by spans of days. A span is the longest in which neither the year nor the budgets
-- that cover it change. IATI standard, budget/@type: a revised budget (2) stands for the original (1) of the same days;
-- two of one type for the same days are one budget given twice: the later value date counts; of equal ones that for the very
-- year, then that for fewer days, then the larger amount, so that the order in the file decides nothing.
planned AS (
    SELECT
        *,
        CASE WHEN kind = 'budget' THEN '' ELSE concat_ws('|', provider_org, receiver_org, receiver_activity_id) END AS purse,
        row_number() OVER (
            PARTITION BY kind, snapshot, parent
            ORDER BY
                budget_type DESC, value_date DESC NULLS LAST,
                NOT (period_start = date_trunc('year', period_start) AND period_end = period_start + INTERVAL 1 YEAR - INTERVAL 1 DAY),
                period_end - period_start, period_start, eur_m DESC NULLS LAST, value_m DESC, currency, length(locator), locator
        ) AS precedence
    FROM euro
    WHERE kind <> 'transaction' AND refused IS NULL
),
marks AS (
    SELECT kind, snapshot, parent, period_start AS mark FROM planned
    UNION
    SELECT kind, snapshot, parent, period_end + 1 FROM planned
    UNION
    SELECT kind, snapshot, parent, make_date(y, 1, 1)
    FROM planned, LATERAL (SELECT unnest(range(year(period_start) + 1, year(period_end) + 1)) AS y) AS years
),
spans AS (
    SELECT *, lead(mark) OVER (PARTITION BY kind, snapshot, parent ORDER BY mark) AS after FROM marks
),
covered AS (
    SELECT
        p.source_row,
        year(s.mark) AS year,
        s.after - s.mark AS days,
        s.after - p.period_start AS upto,
        p.period_end - p.period_start + 1 AS whole,
        CASE
            WHEN p.kind = 'budget' AND p.precedence > min(p.precedence) OVER span AND p.budget_type < max(p.budget_type) OVER span
                THEN 'replaced-by-revised'
            WHEN p.kind = 'budget' AND p.precedence > min(p.precedence) OVER span
                THEN 'replaced-by-later'
            WHEN p.budget_type = '1' AND max(p.budget_type) OVER (PARTITION BY s.kind, s.snapshot, s.parent, s.mark, p.purse) = '2'
                THEN 'replaced-by-revised'
        END AS replaced
    FROM spans AS s
    JOIN planned AS p
        ON p.kind = s.kind AND p.snapshot = s.snapshot AND p.parent = s.parent
        AND p.period_start < s.after AND p.period_end >= s.mark
    WHERE s.after IS NOT NULL
    WINDOW span AS (PARTITION BY s.kind, s.snapshot, s.parent, s.mark)
),
spread AS (
    SELECT
        p.*, c.year, c.replaced,
        sum(c.days) || '/' || any_value(c.whole) AS year_share,
        sum(part(p.value_m, c.upto, c.days, c.whole)) AS part_m,
        sum(part(p.eur_m, c.upto, c.days, c.whole)) AS part_eur_m
    FROM covered AS c
    JOIN planned AS p USING (source_row)
    GROUP BY ALL
),
dated AS (
    SELECT * EXCLUDE (purse, precedence, replaced), replaced AS left_out FROM spread
    UNION ALL BY NAME
    SELECT
        *,
        CASE WHEN refused IS NULL THEN year(period_start) ELSE year(coalesce(period_start, period_end)) END AS year,
        '1' AS year_share, value_m AS part_m, eur_m AS part_eur_m, refused AS left_out
    FROM euro
    WHERE kind = 'transaction' OR refused IS NOT NULL
),
budgeted AS (
    SELECT DISTINCT snapshot, parent, year FROM dated WHERE kind = 'budget' AND left_out IS NULL
)
SELECT
    d.kind,
    d.iati_identifier,
    d.parent AS activity_locator,
    d.left_out IS NULL AND (d.kind <> 'planned_disbursement' OR b.year IS NULL) AS counted,
    CASE WHEN d.left_out IS NULL AND d.kind = 'planned_disbursement' AND b.year IS NOT NULL
        THEN 'budget-instead' ELSE d.left_out END AS not_counted_because,
    d.transaction_type,
    d.budget_type,
    d.budget_status,
    d.period_start,
    d.period_end,
    d.year,
    coalesce(d.provider_org, d.provider_org_name, 'unspecified') AS provider_org,
    coalesce(d.receiver_org, d.receiver_org_name, 'unspecified') AS receiver_org,
    d.provider_activity_id,
    d.receiver_activity_id,
    d.value,
    coalesce(d.currency, 'unspecified') AS currency,
    d.value_date,
    d.units_per_eur,
    d.rate_date,
    d.rate_snapshot,
    d.rate_locator,
    CASE WHEN split_part(d.year_share, '/', 1) = split_part(d.year_share, '/', 2) THEN '1' ELSE d.year_share END AS year_share,
    amount(d.part_m) AS amount,
    amount(d.part_eur_m) AS amount_eur,
    d.unknown_because,
    d.source_row,
    d.snapshot,
    d.locator
FROM dated AS d
LEFT JOIN budgeted AS b ON b.snapshot = d.snapshot AND b.parent = d.parent AND b.year = d.year
