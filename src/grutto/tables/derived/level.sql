-- IATI standard, iati-activity/@hierarchy and related-activity/@type (1 parent, 2 child). A child has one parent here: the
-- first by identifier, so that its money stands for no two parents' money.
WITH pairs AS (
    SELECT
        CASE WHEN r.type = '1' THEN r.ref ELSE r.iati_identifier END AS parent,
        CASE WHEN r.type = '1' THEN r.iati_identifier ELSE r.ref END AS child
    FROM related_activity AS r
    JOIN portfolio AS p ON p.snapshot = r.snapshot AND p.locator = r.parent
    WHERE r.type IN ('1', '2')
),
kept AS (
    SELECT min(s.parent) AS parent, s.child
    FROM pairs AS s
    JOIN portfolio AS p ON p.iati_identifier = s.parent
    JOIN portfolio AS c ON c.iati_identifier = s.child
    WHERE p.reporting_org = c.reporting_org AND p.hierarchy < c.hierarchy
    GROUP BY s.child
),
outflow AS (
    SELECT
        CASE WHEN transaction_type = '2' THEN 'commitment' ELSE 'funds' END AS flow,
        iati_identifier,
        coalesce(sum(millionths(amount_eur)), 0) AS total,
        min(period_start) AS first_day
    FROM amount
    WHERE transaction_type IN ('2', '3', '4')
    GROUP BY ALL
)
SELECT
    o.flow,
    k.parent,
    k.child,
    amount(greatest(o.total - coalesce(millionths(c.matched_eur), 0), 0)) AS child_eur,
    o.first_day
FROM kept AS k
JOIN outflow AS o ON o.iati_identifier = k.child
LEFT JOIN claim AS c ON c.flow = o.flow AND c.provider_activity = k.parent AND c.receiver_activity = k.child
