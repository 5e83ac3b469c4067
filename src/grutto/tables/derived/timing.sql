WITH years AS (
    SELECT *, unnest(range(year(planned_start), least(year(planned_end), year(planned_start) + 50) + 1)) AS year
    FROM portfolio
    WHERE planned_start <= planned_end
),
spans AS (
    SELECT
        *,
        greatest(planned_start, make_date(year, 1, 1)) AS first_day,
        least(planned_end, make_date(year, 12, 31)) AS last_day
    FROM years
)
SELECT
    iati_identifier, year, planned_start, actual_start, planned_end,
    last_day - first_day + 1 AS planned_days,
    CASE
        WHEN actual_start IS NOT NULL THEN greatest(least(actual_start, last_day + 1) - first_day, 0)
        WHEN activity_status IN ('1', '5') THEN planned_days
    END AS delay_days,
    CASE WHEN delay_days IS NULL THEN 'start-missing' END AS unknown_because,
    source_row, snapshot, locator
FROM spans
