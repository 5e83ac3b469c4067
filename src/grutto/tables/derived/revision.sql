SELECT s.dataflow, s.indicator, s.ref_area, s.counterpart, s.time_period, s.year, s.sex, s.age, s.breakdown, s.stock_flow, s.unit,
    s.obs_value AS value_before, o.obs_value AS value_now, file.vintage, s.snapshot, s.locator
FROM (SELECT * FROM file WHERE superseded) AS file
JOIN statistic AS s USING (snapshot)
LEFT JOIN observation AS o USING (dataflow, indicator, ref_area_code, counterpart_code, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit)
WHERE s.obs_value IS DISTINCT FROM o.obs_value
