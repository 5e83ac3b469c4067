-- Value date: the rate of that day, or of the last day of trade at most 7 days before it (weekends and holidays of
-- the euro's payment system have no rate). Never today's rate, never the rate of the transaction date.
WITH reported AS (
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
numbered AS (
    SELECT r.*, row_number() OVER (ORDER BY r.kind, r.snapshot, r.locator) AS source_row
    FROM reported AS r
    JOIN portfolio AS p ON p.snapshot = r.snapshot AND p.locator = r.parent
),
revised AS (
    SELECT DISTINCT kind, snapshot, parent, period_start, period_end
    FROM numbered WHERE budget_type = '2'
),
judged AS (
    SELECT
        n.*,
        CASE
            WHEN n.kind <> 'transaction' AND n.period_end < n.period_start THEN 'its period ends before it starts'
            WHEN n.kind = 'budget' AND n.value < 0 THEN 'a budget cannot be negative'
            WHEN n.budget_type = '1' AND r.kind IS NOT NULL THEN 'replaced by the revised one of the same period'
        END AS refused
    FROM numbered AS n
    LEFT JOIN revised AS r
        ON r.kind = n.kind AND r.snapshot = n.snapshot AND r.parent = n.parent
        AND r.period_start = n.period_start AND r.period_end = n.period_end
),
rated AS (
    SELECT
        j.*,
        CASE WHEN j.currency = 'EUR' THEN 1 WHEN j.value_date - r.rate_date <= 7 THEN r.units_per_eur END AS units_per_eur,
        CASE WHEN j.currency = 'EUR' THEN j.value_date WHEN j.value_date - r.rate_date <= 7 THEN r.rate_date END AS rate_date,
        CASE WHEN j.value_date - r.rate_date <= 7 THEN r.snapshot END AS rate_snapshot,
        CASE WHEN j.value_date - r.rate_date <= 7 THEN r.locator END AS rate_locator,
        CASE
            WHEN j.value IS NULL THEN 'the amount is missing or could not be read'
            WHEN j.currency IS NULL THEN 'no currency is given'
            WHEN j.currency = 'EUR' THEN NULL
            WHEN j.value_date IS NULL THEN 'no value date is given'
            WHEN r.rate_date IS NULL THEN 'no rate of ' || j.currency || ' is known on or before the value date'
            WHEN j.value_date - r.rate_date > 7 THEN 'no rate of ' || j.currency || ' within 7 days before the value date'
        END AS unknown_because
    FROM judged AS j
    ASOF LEFT JOIN rate AS r ON r.currency = j.currency AND r.rate_date <= j.value_date
),
euro AS (
    SELECT
        *,
        millionths(value) AS value_m,
        CASE WHEN unknown_because IS NULL THEN rounded(millionths(value) * 1000000, millionths(units_per_eur)) END AS eur_m,
        CASE WHEN refused IS NULL AND period_start IS NOT NULL AND period_end IS NOT NULL
            THEN year(period_end) - year(period_start) ELSE 0 END AS more_years
    FROM rated
),
spread AS (
    SELECT
        *,
        CASE WHEN more_years = 0 THEN year(coalesce(period_start, period_end)) ELSE year(period_start) + step END AS year,
        period_end - period_start + 1 AS days
    FROM euro, LATERAL (SELECT unnest(range(more_years + 1)) AS step) AS steps
),
dated AS (
    SELECT
        *,
        CASE WHEN more_years = 0 THEN 1
            ELSE least(period_end, make_date(year, 12, 31)) - greatest(period_start, make_date(year, 1, 1)) + 1 END AS span,
        CASE WHEN more_years = 0 THEN 1 ELSE least(period_end, make_date(year, 12, 31)) - period_start + 1 END AS upto,
        CASE WHEN more_years = 0 THEN 1 ELSE days END AS whole
    FROM spread
),
budgeted AS (
    SELECT DISTINCT snapshot, parent, year FROM dated WHERE kind = 'budget' AND refused IS NULL
)
SELECT
    d.kind,
    d.iati_identifier,
    d.parent AS activity_locator,
    d.refused IS NULL AND (d.kind <> 'planned_disbursement' OR b.year IS NULL) AS counted,
    CASE WHEN d.refused IS NULL AND d.kind = 'planned_disbursement' AND b.year IS NOT NULL
        THEN 'the activity has a budget for this year' ELSE d.refused END AS not_counted_because,
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
    CASE WHEN d.more_years > 0 THEN d.span || '/' || d.whole ELSE '1' END AS year_share,
    amount(part(d.value_m, d.upto, d.span, d.whole)) AS amount,
    amount(part(d.eur_m, d.upto, d.span, d.whole)) AS amount_eur,
    d.unknown_because,
    d.source_row,
    d.snapshot,
    d.locator
FROM dated AS d
LEFT JOIN budgeted AS b ON b.snapshot = d.snapshot AND b.parent = d.parent AND b.year = d.year
