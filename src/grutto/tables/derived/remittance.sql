-- Prices of the files in use, one row an amount. Where several files have a corridor in a quarter, the one that came last counts
-- alone. Who is cheapest is told among services that told all their costs; equals stand in the order of their names.
WITH latest AS (
    SELECT q.time_period, q.corridor, arg_max(q.snapshot, (f.arrival, q.snapshot)) AS snapshot
    FROM (SELECT DISTINCT snapshot, time_period, corridor FROM remittance_quote) AS q JOIN file AS f USING (snapshot)
    WHERE NOT f.superseded
    GROUP BY q.time_period, q.corridor
),
used AS (SELECT q.* FROM remittance_quote AS q SEMI JOIN latest USING (time_period, corridor, snapshot)),
place AS (SELECT snapshot, sum(rows) OVER (ORDER BY snapshot) - rows AS before FROM (SELECT snapshot, count(*) AS rows FROM remittance_quote GROUP BY snapshot)),
operator AS (
    SELECT time_period, firm FROM used
    WHERE list_contains(string_split(coalesce(firm_type, ''), ';'), 'money_transfer_operator')
    GROUP BY time_period, firm
    HAVING count(DISTINCT corridor) >= (SELECT max(international_share) FROM remittance_setting)
        * (SELECT count(DISTINCT corridor) FROM used AS u WHERE u.time_period = used.time_period)
),
tiers AS (
    SELECT 2 * (before + row) - 1 AS source_row, 200 AS tier, cc1_amount AS amount, cc1_fee AS fee, cc1_rate AS rate,
        cc1_margin AS margin, cc1_cost AS cost, cc1_computed AS computed_cost, used.*
    FROM used JOIN place USING (snapshot)
    UNION ALL BY NAME
    SELECT 2 * (before + row) AS source_row, 500 AS tier, cc2_amount AS amount, cc2_fee AS fee, cc2_rate AS rate,
        cc2_margin AS margin, cc2_cost AS cost, cc2_computed AS computed_cost, used.*
    FROM used JOIN place USING (snapshot)
),
eligible AS (
    SELECT source_row,
        row_number() OVER (PARTITION BY time_period, corridor, tier ORDER BY cost, firm, source_row) AS nth
    FROM tiers, remittance_setting
    WHERE transparent AND cost IS NOT NULL AND speed_days <= smart_days AND list_contains(smart_coverage, coverage)
)
SELECT tiers.* EXCLUDE (row, quarter, cc1_amount, cc1_fee, cc1_rate, cc1_margin, cc1_cost, cc1_computed, cc2_amount, cc2_fee,
        cc2_rate, cc2_margin, cc2_cost, cc2_computed, product, raw, digest)
    REPLACE (
        CASE
            WHEN NOT transparent THEN 'rate-opaque'
            WHEN cost IS NULL THEN 'cost-missing'
            WHEN amount <= 0 THEN 'amount-not-positive'
        END AS unknown_because
    ),
    NOT list_contains(without_senders, source_code) AS worldwide,
    operator.firm IS NOT NULL AS international,
    regexp_matches(coalesce(access, ''), 'internet|mobile_phone')
        AND regexp_matches(coalesce(instrument, ''), 'bank_account|_card|mobile_money')
        AND regexp_matches(coalesce(pickup, ''), 'bank_account|mobile_wallet') AS digital,
    coalesce(nth <= smart_services, false) AS smart
FROM tiers
CROSS JOIN remittance_setting
LEFT JOIN operator ON operator.time_period = tiers.time_period AND operator.firm = tiers.firm
    AND list_contains(string_split(coalesce(tiers.firm_type, ''), ';'), 'money_transfer_operator')
LEFT JOIN eligible USING (source_row)
