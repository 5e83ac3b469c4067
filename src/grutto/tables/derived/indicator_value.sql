-- IATI standard, result: values that are not numbers keep their text and count nothing; dimensions are parts.
WITH referenced AS (
    SELECT
        snapshot,
        parent,
        min(code) FILTER (indicator_uri = 'urn:grutto:unit') AS unit,
        min(code) FILTER (vocabulary = '99' AND coalesce(indicator_uri, '') NOT IN ('urn:grutto:unit', 'urn:grutto:driver')) AS code,
        min(code) FILTER (indicator_uri = 'urn:grutto:driver') AS driver
    FROM indicator_reference
    GROUP BY snapshot, parent
),
parts AS (
    SELECT snapshot, parent, string_agg(name || '=' || value, '; ' ORDER BY name, value) AS dimension
    FROM dimension
    GROUP BY snapshot, parent
),
places AS (
    SELECT snapshot, parent, string_agg(ref, '; ' ORDER BY ref) AS location
    FROM value_location
    GROUP BY snapshot, parent
),
told AS (
    SELECT
        v.iati_identifier,
        v.element,
        r.title AS result,
        coalesce(c.code, i.title, i.locator) AS indicator,
        i.title AS indicator_title,
        CASE WHEN i.measure = '2' THEN 'percent' ELSE coalesce(c.unit, 'unspecified') END AS unit,
        i.measure,
        coalesce(i.ascending, true) AS ascending,
        coalesce(i.aggregation_status, r.aggregation_status, false) AS aggregation_status,
        p.period_start,
        p.period_end,
        year(p.period_end) AS year,
        coalesce(d.dimension, 'total') AS dimension,
        coalesce(l.location, 'total') AS location,
        v.value,
        v.value_text,
        CASE
            WHEN v.value IS NOT NULL THEN NULL
            WHEN coalesce(v.value_text, '') = '' THEN 'no value is given'
            ELSE 'not a number: ' || v.value_text
        END AS unknown_because,
        v.comment,
        c.driver,
        row_number() OVER (ORDER BY v.snapshot, v.locator) AS source_row,
        v.snapshot,
        v.locator
    FROM period_value AS v
    JOIN period AS p ON p.snapshot = v.snapshot AND p.locator = v.parent
    JOIN indicator AS i ON i.snapshot = p.snapshot AND i.locator = p.parent
    JOIN result AS r ON r.snapshot = i.snapshot AND r.locator = i.parent
    JOIN portfolio AS a ON a.snapshot = r.snapshot AND a.locator = r.parent
    LEFT JOIN referenced AS c ON c.snapshot = i.snapshot AND c.parent = i.locator
    LEFT JOIN parts AS d ON d.snapshot = v.snapshot AND d.parent = v.locator
    LEFT JOIN places AS l ON l.snapshot = v.snapshot AND l.parent = v.locator
),
-- Periods that begin on one day and end on several are a cumulative series: its latest period holds all of it.
ranked AS (
    SELECT
        *,
        max(period_end) FILTER (value IS NOT NULL) OVER (
            PARTITION BY iati_identifier, element, result, indicator, unit, period_start, dimension, location
        ) AS last_end
    FROM told
)
SELECT
    * EXCLUDE (last_end),
    not_counted_because IS NULL AS counted
FROM (
    SELECT
        *,
        CASE
            WHEN NOT aggregation_status THEN 'the publisher does not say that it may be added'
            WHEN measure IN ('2', '3', '4', '5') THEN 'percentages, ranks and qualities are never added'
            WHEN dimension <> 'total' OR location <> 'total' THEN 'it is a part of a total'
            WHEN value IS NULL THEN 'there is no number'
            WHEN period_end < last_end THEN 'an earlier period of a cumulative series'
        END AS not_counted_because
    FROM ranked
) AS judged
