-- IATI standard, transaction/provider-org/@provider-activity-id and transaction/receiver-org/@receiver-activity-id name the
-- other activity. Where a row names an organisation only, it is the one activity of that organisation whose own rows name
-- this one, else the one that either of them calls related. Where there are several, the row stays open (`none`).
WITH flows AS (
    SELECT
        a.*,
        p.reporting_org,
        CASE WHEN a.transaction_type IN ('1', '3', '4') THEN 'funds' ELSE 'commitment' END AS flow,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN 'provider' ELSE 'receiver' END AS side,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN a.receiver_activity_id ELSE a.provider_activity_id END AS named,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN a.receiver_org ELSE a.provider_org END AS partner_org
    FROM amount AS a
    JOIN portfolio AS p ON p.iati_identifier = a.iati_identifier
    WHERE a.kind = 'transaction' AND a.transaction_type IN ('1', '2', '3', '4', '11')
),
namers AS (
    SELECT flow, side, named AS iati_identifier, reporting_org AS partner_org, min(iati_identifier) AS other
    FROM flows
    WHERE named IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT iati_identifier) = 1
),
pairs AS (
    SELECT r.iati_identifier AS one, r.ref AS other
    FROM related_activity AS r
    JOIN portfolio AS p ON p.snapshot = r.snapshot AND p.locator = r.parent
    UNION
    SELECT r.ref, r.iati_identifier
    FROM related_activity AS r
    JOIN portfolio AS p ON p.snapshot = r.snapshot AND p.locator = r.parent
),
related AS (
    SELECT s.one AS iati_identifier, p.reporting_org AS partner_org, min(s.other) AS other
    FROM pairs AS s
    JOIN portfolio AS p ON p.iati_identifier = s.other
    WHERE s.one <> s.other
    GROUP BY ALL
    HAVING count(DISTINCT s.other) = 1
),
found AS (
    SELECT
        f.*,
        coalesce(f.named, n.other, r.other) AS other,
        CASE WHEN f.named IS NOT NULL THEN 'activity' WHEN n.other IS NOT NULL THEN 'organisation'
            WHEN r.other IS NOT NULL THEN 'related' ELSE 'none' END AS basis
    FROM flows AS f
    LEFT JOIN namers AS n
        ON n.flow = f.flow AND n.side <> f.side AND n.iati_identifier = f.iati_identifier AND n.partner_org = f.partner_org
    LEFT JOIN related AS r ON r.iati_identifier = f.iati_identifier AND r.partner_org = f.partner_org
)
SELECT
    flow,
    side,
    CASE WHEN side = 'provider' THEN iati_identifier ELSE other END AS provider_activity,
    CASE WHEN side = 'provider' THEN other ELSE iati_identifier END AS receiver_activity,
    basis, iati_identifier, partner_org, year, period_start, value, currency, value_date, units_per_eur, rate_date,
    amount_eur, unknown_because, source_row, snapshot, locator
FROM found
