-- IATI standard, result: which indicator a value is of, what stands for the whole of a period, and what may be added.
WITH referenced AS (
    SELECT
        snapshot,
        parent,
        min(code) FILTER (indicator_uri = 'urn:grutto:unit') AS unit,
        min(code) FILTER (indicator_uri = 'urn:grutto:indicator') AS own_code,
        min(code) FILTER (indicator_uri = 'urn:grutto:driver') AS driver,
        min(struct_pack(
            standard := vocabulary <> '99',
            vocabulary := vocabulary,
            code := code,
            uri := coalesce(indicator_uri, vocabulary_uri, '')
        )) FILTER (coalesce(indicator_uri, '') NOT LIKE 'urn:grutto:%') AS reference
    FROM indicator_reference
    GROUP BY snapshot, parent
),
-- The definition of an indicator without a reference: its words, within one activity; without a description, only itself.
defined AS (
    SELECT
        i.snapshot,
        i.locator,
        a.iati_identifier,
        coalesce(i.title, 'indicator') AS title,
        CASE
            WHEN i.title IS NULL OR i.description IS NULL THEN i.locator
            ELSE concat_ws(chr(31), i.title, i.description, i.measure, coalesce(c.unit, ''))
        END AS definition,
        CASE
            WHEN c.own_code IS NOT NULL THEN c.own_code
            WHEN c.reference.uri <> '' THEN c.reference.vocabulary || ':' || c.reference.code || ' ' || c.reference.uri
            WHEN c.reference.standard THEN c.reference.vocabulary || ':' || c.reference.code
            WHEN c.reference.code IS NOT NULL THEN '99:' || c.reference.code || ' ' || coalesce(a.reporting_org, '')
        END AS code,
        c.unit,
        c.driver
    FROM indicator AS i
    JOIN result AS r ON r.snapshot = i.snapshot AND r.locator = i.parent
    JOIN portfolio AS a ON a.snapshot = r.snapshot AND a.locator = r.parent
    LEFT JOIN referenced AS c ON c.snapshot = i.snapshot AND c.parent = i.locator
),
numbered AS (
    SELECT *, min(locator) OVER (PARTITION BY iati_identifier, title, definition) AS first_locator FROM defined
),
named AS (
    SELECT
        *,
        dense_rank() OVER (PARTITION BY iati_identifier, title ORDER BY code IS NOT NULL, first_locator) AS number
    FROM numbered
),
parts AS (
    SELECT
        snapshot,
        parent,
        string_agg(name || '=' || value, '; ' ORDER BY name, value) AS dimension,
        count(*) AS dimensions,
        min(lower(trim(name))) AS axis,
        min(lower(trim(value))) AS member
    FROM dimension
    GROUP BY snapshot, parent
),
places AS (
    SELECT snapshot, parent, string_agg(ref, '; ' ORDER BY ref) AS location
    FROM value_location
    GROUP BY snapshot, parent
),
reported AS (
    SELECT
        v.snapshot,
        v.locator,
        v.parent,
        v.element,
        v.value,
        v.value_text,
        v.comment,
        coalesce(d.dimension, 'total') AS dimension,
        coalesce(l.location, 'total') AS location,
        coalesce(d.dimensions = 1 AND d.axis IN ('sex', 'gender') AND l.location IS NULL, false) AS of_a_sex,
        d.member,
        true AS reported
    FROM period_value AS v
    LEFT JOIN parts AS d ON d.snapshot = v.snapshot AND d.parent = v.locator
    LEFT JOIN places AS l ON l.snapshot = v.snapshot AND l.parent = v.locator
),
-- Periods of which only parts are reported: female and male make a whole, nothing else is known to.
whole AS (
    SELECT
        snapshot,
        parent AS locator,
        parent,
        element,
        count(*) FILTER (of_a_sex AND member IN ('f', 'female', 'females')) = 1
        AND count(*) FILTER (of_a_sex AND member IN ('m', 'male', 'males')) = 1
        AND count(*) FILTER (of_a_sex) = 2
        AND count(value) FILTER (of_a_sex) = 2 AS complete,
        sum(value) FILTER (of_a_sex) AS value,
        string_agg(value_text, ' + ' ORDER BY locator) FILTER (of_a_sex) AS value_text
    FROM reported
    GROUP BY snapshot, parent, element
    HAVING count(*) FILTER (dimension = 'total' AND location = 'total') = 0
),
stated AS (
    SELECT snapshot, locator, parent, element, value, value_text, comment, dimension, location, true AS complete, reported
    FROM reported
    UNION ALL BY NAME
    SELECT
        snapshot, locator, parent, element, value, value_text, 'total' AS dimension, 'total' AS location, complete,
        false AS reported
    FROM whole
),
told AS (
    SELECT
        n.iati_identifier,
        v.element,
        r.title AS result,
        coalesce(
            n.code, n.title || ' (' || n.iati_identifier || CASE WHEN n.number > 1 THEN ', ' || n.number ELSE '' END || ')'
        ) AS indicator,
        i.title AS indicator_title,
        CASE WHEN i.measure = '2' THEN 'percent' ELSE coalesce(n.unit, 'unspecified') END AS unit,
        i.measure,
        coalesce(i.ascending, true) AS ascending,
        coalesce(i.aggregation_status, r.aggregation_status, false) AS aggregation_status,
        p.period_start,
        p.period_end,
        year(p.period_end) AS year,
        CASE
            WHEN p.period_end - p.period_start <= 366 THEN 'one year'
            WHEN p.period_start IS NOT NULL AND p.period_end IS NOT NULL THEN 'several years'
        END AS span,
        v.dimension,
        v.location,
        v.dimension = 'total' AND v.location = 'total' AS is_whole,
        CASE WHEN v.reported OR (v.complete AND i.measure = '1') THEN v.value END AS value,
        CASE WHEN v.reported OR (v.complete AND i.measure = '1') THEN v.value_text END AS value_text,
        v.comment,
        n.driver,
        v.reported,
        v.snapshot,
        v.locator
    FROM stated AS v
    JOIN period AS p ON p.snapshot = v.snapshot AND p.locator = v.parent
    JOIN indicator AS i ON i.snapshot = p.snapshot AND i.locator = p.parent
    JOIN result AS r ON r.snapshot = i.snapshot AND r.locator = i.parent
    JOIN named AS n ON n.snapshot = i.snapshot AND n.locator = i.locator
),
-- Several values for the whole of one period: the first of equal ones stands for them, different ones contradict each other.
repeated AS (
    SELECT
        *,
        coalesce(is_whole AND min(value) OVER same <> max(value) OVER same, false) AS contradicted,
        is_whole AND value IS NOT NULL
        AND row_number() OVER (same ORDER BY value IS NULL, snapshot, locator) > 1 AS again,
        first_number() + row_number() OVER (ORDER BY snapshot, locator, element, reported) AS source_row
    FROM told
    WINDOW same AS (PARTITION BY iati_identifier, element, indicator, unit, period_start, period_end, is_whole)
),
valued AS (
    SELECT
        * EXCLUDE (value, is_whole, again),
        CASE WHEN NOT contradicted THEN value END AS value,
        is_whole AND (contradicted OR NOT again) AS is_whole,
        again,
        CASE
            WHEN contradicted THEN 'values-differ'
            WHEN value IS NOT NULL THEN NULL
            WHEN NOT reported THEN 'parts-only'
            WHEN coalesce(value_text, '') = '' THEN 'value-missing'
            ELSE 'not-a-number|text=' || value_text
        END AS no_value_because
    FROM repeated
),
-- Of the periods that end in one year: what lies within a longer one is in it; what overlaps otherwise is not added.
compared AS (
    SELECT
        one.source_row,
        bool_or(other.period_start <= one.period_start AND one.period_end <= other.period_end AND other.value IS NOT NULL) AS held,
        bool_or(one.period_start <= other.period_start AND other.period_end <= one.period_end AND other.value IS NOT NULL) AS holds
    FROM valued AS one
    JOIN valued AS other
        ON other.iati_identifier = one.iati_identifier
        AND other.element = one.element
        AND other.indicator = one.indicator
        AND other.unit = one.unit
        AND other.year = one.year
        AND other.span = one.span
        AND other.source_row <> one.source_row
        AND (other.period_start, other.period_end) <> (one.period_start, one.period_end)
    WHERE one.is_whole AND other.is_whole
    GROUP BY one.source_row
),
outermost AS (
    SELECT v.*, coalesce(c.held, false) AS held, coalesce(c.holds AND v.value IS NULL, false) AS empty_around
    FROM valued AS v
    LEFT JOIN compared AS c USING (source_row)
),
crossed AS (
    SELECT DISTINCT one.source_row
    FROM outermost AS one
    JOIN outermost AS other
        ON other.iati_identifier = one.iati_identifier
        AND other.element = one.element
        AND other.indicator = one.indicator
        AND other.unit = one.unit
        AND other.year = one.year
        AND other.span = one.span
        AND other.source_row <> one.source_row
        AND other.period_start <= one.period_end
        AND one.period_start <= other.period_end
        AND (other.period_start, other.period_end) <> (one.period_start, one.period_end)
    WHERE one.is_whole AND other.is_whole AND NOT one.held AND NOT other.held AND NOT one.empty_around AND NOT other.empty_around
),
reasoned AS (
    SELECT
        o.*,
        c.source_row IS NOT NULL AS crosses,
        CASE
            WHEN NOT aggregation_status THEN 'not-aggregated'
            WHEN measure IN ('2', '3', '4', '5') THEN 'never-added'
            WHEN again AND NOT contradicted THEN 'repeated'
            WHEN NOT is_whole THEN 'part-of-total'
            WHEN held THEN 'within-longer'
            WHEN empty_around OR no_value_because = 'value-missing' THEN 'number-missing'
        END AS not_counted_because
    FROM outermost AS o
    LEFT JOIN crossed AS c USING (source_row)
)
SELECT
    * EXCLUDE (held, empty_around, crosses, contradicted, again, no_value_because, is_whole),
    is_whole AS whole,
    not_counted_because IS NULL AS counted,
    CASE WHEN NOT crosses THEN value END AS addend,
    CASE
        WHEN no_value_because IS NOT NULL THEN no_value_because
        WHEN crosses THEN 'overlaps'
    END AS unknown_because
FROM reasoned
