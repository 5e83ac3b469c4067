-- The numbers of the files in use, each once. A number given twice counts once; two files, or two places of one file,
-- that contradict each other give no value. The row number needs no sorting: it is the place in the files, one after the other.
WITH place AS (
    SELECT snapshot, sum(numbers) OVER (ORDER BY snapshot) - numbers AS before
    FROM (SELECT snapshot, count(*) AS numbers FROM statistic GROUP BY snapshot)
),
used AS (
    SELECT statistic.*, place.before + statistic.row AS source_row,
        hash(indicator, ref_area_code, counterpart_code, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit, dataflow) AS mark
    FROM statistic JOIN place USING (snapshot)
    WHERE snapshot NOT IN (SELECT snapshot FROM file WHERE superseded)
),
again AS (SELECT mark FROM used GROUP BY mark HAVING count(*) > 1),
same AS (
    SELECT source_row,
        row_number() OVER (PARTITION BY dataflow, indicator, ref_area_code, counterpart_code, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit ORDER BY source_row) AS turn,
        count(DISTINCT coalesce(CAST(obs_value AS VARCHAR), obs_status)) OVER (PARTITION BY dataflow, indicator, ref_area_code, counterpart_code, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit) AS versions
    FROM used SEMI JOIN again USING (mark)
)
SELECT used.* REPLACE (
    CASE WHEN torn.source_row IS NULL THEN obs_value END AS obs_value,
    CASE WHEN torn.source_row IS NULL THEN unknown_because ELSE 'the files of the source contradict each other' END AS unknown_because
)
FROM used
ANTI JOIN (SELECT source_row FROM same WHERE turn > 1) AS repeated USING (source_row)
LEFT JOIN (SELECT source_row FROM same WHERE turn = 1 AND versions > 1) AS torn USING (source_row)
