-- IATI standard, activity-date: an actual date counts before a planned one. What is not given is open: to the first and the last
-- year of which the release says anything.
WITH said AS (
    SELECT year(iso_date) AS year FROM activity_date
    UNION ALL
    SELECT year FROM amount
    UNION ALL
    SELECT year(period_end) FROM period
    UNION ALL
    SELECT year(try_cast(last_updated_datetime AS TIMESTAMPTZ)) FROM activity
),
known AS (
    SELECT coalesce(min(year), 1950) AS first, coalesce(max(year), 1949) AS last FROM said WHERE year BETWEEN 1950 AND 2100
),
spans AS (
    SELECT
        *,
        coalesce(actual_start, planned_start) AS start,
        coalesce(actual_end, planned_end) AS "end"
    FROM portfolio
),
below AS (
    SELECT iati_identifier FROM family
    UNION
    SELECT receiver_activity FROM link WHERE status NOT IN ('self', 'partner-missing', 'circle')
),
years AS (
    SELECT
        s.*,
        unnest(range(
            greatest(coalesce(year(CASE WHEN s."end" < s.start THEN s."end" ELSE s.start END), k.first), k.first),
            least(coalesce(year(CASE WHEN s."end" < s.start THEN s.start ELSE s."end" END), k.last), k.last) + 1
        )) AS year
    FROM spans AS s, known AS k
)
SELECT
    y.iati_identifier, y.title, y.year, r.country, y.start, y."end", b.iati_identifier IS NULL AS top, y.source_row, y.snapshot, y.locator
FROM years AS y
JOIN recipient AS r ON r.iati_identifier = y.iati_identifier
LEFT JOIN below AS b ON b.iati_identifier = y.iati_identifier
