-- Two files that both give a rate of one day: the first by digest counts; a contradiction is a finding.
SELECT currency, rate_date, units_per_eur, snapshot, locator
FROM exchange_rate
WHERE units_per_eur > 0
QUALIFY row_number() OVER (PARTITION BY currency, rate_date ORDER BY snapshot, locator) = 1
