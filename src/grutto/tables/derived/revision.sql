SELECT s.dataflow, s.indicator, s.ref_area, s.counterpart, s.time_period, s.year, s.sex, s.age, s.breakdown, s.stock_flow, s.unit,
    s.obs_value AS value_before, o.obs_value AS value_now, file.vintage, s.snapshot, s.locator, o.snapshot AS snapshot_now, o.locator AS locator_now
FROM statistic AS s
JOIN file USING (snapshot)
LEFT JOIN observation AS o USING (dataflow, indicator, ref_area, counterpart, time_period, sex, age, breakdown, stock_flow, unit)
WHERE s.obs_value IS DISTINCT FROM o.obs_value
    AND (file.superseded OR (o.snapshot <> s.snapshot AND o.dataflow IS NOT NULL))
