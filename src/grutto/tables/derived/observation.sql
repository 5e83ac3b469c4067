-- The numbers of the files in use, each once. Of the files of one data flow the later wins, number by number: by the day
-- that it tells of itself, else it is as new as all that was there when it came. Two places of one file that contradict
-- each other give no value. A row without the other country, or without a part, beside rows with them is their total.
-- The row number needs no sorting: it is the place in the files, one after the other.
WITH place AS (
    SELECT snapshot, dataflow, day, sum(numbers) OVER (ORDER BY snapshot) - numbers AS before
    FROM (SELECT snapshot, min(dataflow) AS dataflow, max(updated) AS day, count(*) AS numbers FROM statistic GROUP BY snapshot)
),
dated AS (
    SELECT snapshot, before, arrival,
        coalesce(day, max(day) OVER (PARTITION BY dataflow ORDER BY arrival, snapshot), '') AS day
    FROM place JOIN file USING (snapshot)
    WHERE NOT superseded
),
turn AS (SELECT snapshot, before, row_number() OVER (ORDER BY day, arrival, snapshot) AS turn FROM dated),
alone AS (
    SELECT DISTINCT dataflow, indicator, ref_area, time_period, stock_flow, unit FROM statistic
    WHERE counterpart_kind = 'none' AND ref_area_kind <> 'none'
),
beside AS (
    SELECT DISTINCT dataflow, indicator, ref_area, time_period, stock_flow, unit
    FROM statistic SEMI JOIN alone USING (dataflow, indicator, ref_area, time_period, stock_flow, unit)
    WHERE counterpart_kind IN ('country', 'other')
),
named AS (
    SELECT s.* REPLACE (
            CASE WHEN b.dataflow IS NOT NULL AND counterpart_kind = 'none' THEN '_T' ELSE counterpart END AS counterpart,
            CASE WHEN b.dataflow IS NOT NULL AND counterpart_kind = 'none' THEN 'aggregate' ELSE counterpart_kind END AS counterpart_kind
        )
    FROM statistic AS s
    LEFT JOIN beside AS b USING (dataflow, indicator, ref_area, time_period, stock_flow, unit)
),
used AS (
    SELECT named.*, before + row AS source_row, turn,
        hash(indicator, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit, dataflow) AS mark
    FROM named JOIN turn USING (snapshot)
),
again AS (SELECT mark FROM used GROUP BY mark HAVING count(*) > 1),
several AS (
    SELECT source_row, turn, coalesce(CAST(obs_value AS VARCHAR), obs_status) AS told,
        row_number() OVER (number ORDER BY turn DESC, source_row) AS nth,
        max(turn) OVER number AS latest,
        min(source_row) OVER number AS first
    FROM used SEMI JOIN again USING (mark)
    WINDOW number AS (PARTITION BY dataflow, indicator, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit)
),
torn AS (SELECT first FROM several WHERE turn = latest GROUP BY first HAVING count(DISTINCT told) > 1),
kept AS (
    SELECT used.* REPLACE (
        CASE WHEN torn.first IS NULL THEN obs_value END AS obs_value,
        CASE WHEN torn.first IS NULL THEN unknown_because ELSE 'contradicted' END AS unknown_because
    )
    FROM used
    LEFT JOIN several USING (source_row)
    LEFT JOIN torn ON torn.first = several.first
    WHERE coalesce(several.nth, 1) = 1
),
parts AS (
    SELECT DISTINCT dataflow, indicator, ref_area, counterpart, time_period, sex, age, stock_flow, unit FROM kept
    WHERE NOT is_whole(breakdown) AND dataflow IN (SELECT dataflow FROM statistic WHERE is_whole(breakdown))
)
SELECT kept.*, is_whole(breakdown) AND parts.dataflow IS NOT NULL AS total
FROM kept
LEFT JOIN parts USING (dataflow, indicator, ref_area, counterpart, time_period, sex, age, stock_flow, unit)
