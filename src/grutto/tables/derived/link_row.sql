-- IATI standard, transaction/provider-org/@provider-activity-id and transaction/receiver-org/@receiver-activity-id name the
-- other activity. Where a row names an organisation only, it is the one activity of that organisation whose own rows name
-- this one, else the one that either of them calls related, else the one that either names as taking part
-- (participating-org/@activity-id). A row that names nobody is, if it came in, of the only activity that takes part as
-- funding (role 1), else of its only parent of another publisher (related-activity); if it was disbursed, it went to the only one
-- that takes part as implementing (role 4). Where there are several, the row stays open (`none`).
-- Of what is still open, rows of two publishers that name each other's organisation are of one another (`organisations`) where only
-- one activity on a side has to do with the other organisation, and within a year of each other: what came is of the only
-- one that sent; what was sent went to the only one that got it. Where several sent to one, its rows are theirs together.
WITH flows AS (
    SELECT
        a.*,
        p.reporting_org,
        CASE WHEN a.transaction_type IN ('1', '3', '4') THEN 'funds' ELSE 'commitment' END AS flow,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN 'provider' ELSE 'receiver' END AS side,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN a.receiver_activity_id ELSE a.provider_activity_id END AS named,
        CASE WHEN a.transaction_type IN ('2', '3', '4') THEN a.receiver_org ELSE a.provider_org END AS partner_org,
        a.transaction_type = '4' AS own_cost
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
participants AS (
    SELECT o.iati_identifier AS one, o.activity_id AS other
    FROM participating_org AS o
    JOIN portfolio AS p ON p.snapshot = o.snapshot AND p.locator = o.parent
    WHERE o.activity_id IS NOT NULL AND o.activity_id <> o.iati_identifier
),
takers AS (
    SELECT s.one AS iati_identifier, p.reporting_org AS partner_org, min(s.other) AS other
    FROM (SELECT one, other FROM participants UNION SELECT other, one FROM participants) AS s
    JOIN portfolio AS p ON p.iati_identifier = s.other
    GROUP BY ALL
    HAVING count(DISTINCT s.other) = 1
),
sole AS (
    SELECT
        o.iati_identifier, CASE WHEN o.role = '1' THEN 'receiver' ELSE 'provider' END AS side, min(o.activity_id) AS other
    FROM participating_org AS o
    JOIN portfolio AS p ON p.snapshot = o.snapshot AND p.locator = o.parent
    LEFT JOIN portfolio AS t ON t.iati_identifier = o.activity_id AND t.iati_identifier <> o.iati_identifier
    WHERE o.role IN ('1', '4')
    GROUP BY ALL
    HAVING count(*) = 1 AND count(t.iati_identifier) = 1
),
parents AS (
    SELECT iati_identifier, min(parent) AS other
    FROM (
        SELECT
            CASE r.type WHEN '1' THEN r.iati_identifier ELSE r.ref END AS iati_identifier,
            CASE r.type WHEN '1' THEN r.ref ELSE r.iati_identifier END AS parent
        FROM related_activity AS r
        JOIN portfolio AS own ON own.snapshot = r.snapshot AND own.locator = r.parent
        JOIN portfolio AS p ON p.iati_identifier = r.ref AND p.reporting_org <> own.reporting_org
        WHERE r.type IN ('1', '2')
    ) AS kin
    GROUP BY iati_identifier
    HAVING count(DISTINCT parent) = 1
),
found AS MATERIALIZED (
    SELECT
        f.*,
        coalesce(f.named, n.other, r.other, t.other, s.other, u.other) AS other,
        CASE WHEN f.named IS NOT NULL THEN 'activity' WHEN n.other IS NOT NULL THEN 'organisation'
            WHEN r.other IS NOT NULL THEN 'related' WHEN coalesce(t.other, s.other) IS NOT NULL THEN 'participant'
            WHEN u.other IS NOT NULL THEN 'related'
            ELSE 'none' END AS basis
    FROM flows AS f
    LEFT JOIN namers AS n
        ON n.flow = f.flow AND n.side <> f.side AND n.iati_identifier = f.iati_identifier AND n.partner_org = f.partner_org
    LEFT JOIN related AS r ON r.iati_identifier = f.iati_identifier AND r.partner_org = f.partner_org
    LEFT JOIN takers AS t ON t.iati_identifier = f.iati_identifier AND t.partner_org = f.partner_org
    LEFT JOIN sole AS s
        ON s.iati_identifier = f.iati_identifier AND s.side = f.side AND f.partner_org = 'unspecified' AND NOT f.own_cost
    LEFT JOIN parents AS u ON u.iati_identifier = f.iati_identifier AND f.side = 'receiver' AND f.partner_org = 'unspecified'
),
between AS (
    SELECT
        f.flow, f.side, f.basis, f.year,
        CASE WHEN f.side = 'provider' THEN f.reporting_org ELSE coalesce(o.reporting_org, f.partner_org) END AS provider_org,
        CASE WHEN f.side = 'provider' THEN coalesce(o.reporting_org, f.partner_org) ELSE f.reporting_org END AS receiver_org,
        CASE WHEN f.side = 'provider' THEN f.iati_identifier ELSE f.other END AS provider_activity,
        CASE WHEN f.side = 'provider' THEN f.other ELSE f.iati_identifier END AS receiver_activity
    FROM found AS f
    LEFT JOIN portfolio AS o ON o.iati_identifier = f.other
    WHERE f.other IS NULL OR o.iati_identifier IS NOT NULL
),
agreed AS (
    SELECT
        flow, provider_org, receiver_org,
        count(DISTINCT provider_activity) AS givers,
        count(DISTINCT receiver_activity) AS getters,
        min(provider_activity) AS giver,
        min(receiver_activity) AS getter,
        count(*) FILTER (basis <> 'none') AS settled,
        min(year) FILTER (side = 'provider') AS first_sent,
        max(year) FILTER (side = 'provider') AS last_sent,
        min(year) FILTER (side = 'receiver') AS first_got,
        max(year) FILTER (side = 'receiver') AS last_got
    FROM between
    WHERE provider_org <> receiver_org
    GROUP BY ALL
    HAVING count(*) FILTER (side = 'provider') > 0 AND count(*) FILTER (side = 'receiver') > 0
),
settled AS (
    SELECT
        f.* EXCLUDE (other, basis),
        CASE
            WHEN f.basis <> 'none' THEN f.other
            WHEN f.side = 'receiver' AND a.givers = 1 THEN a.giver
            WHEN f.side = 'provider' AND a.getters = 1 AND (a.givers = 1 OR a.settled = 0) THEN a.getter
        END AS other,
        CASE WHEN f.basis = 'none' AND (
            a.givers = 1 AND (f.side = 'receiver' OR a.getters = 1) OR a.getters = 1 AND a.settled = 0
        ) THEN 'organisations' ELSE f.basis END AS basis
    FROM found AS f
    LEFT JOIN agreed AS a
        ON a.flow = f.flow
        AND a.provider_org = CASE WHEN f.side = 'provider' THEN f.reporting_org ELSE f.partner_org END
        AND a.receiver_org = CASE WHEN f.side = 'provider' THEN f.partner_org ELSE f.reporting_org END
        AND coalesce(CASE WHEN f.side = 'provider' THEN f.year BETWEEN a.first_got - 1 AND a.last_got + 1
            ELSE f.year BETWEEN a.first_sent - 1 AND a.last_sent + 1 END, true)
)
SELECT
    flow,
    side,
    CASE WHEN side = 'provider' THEN iati_identifier ELSE other END AS provider_activity,
    CASE WHEN side = 'provider' THEN other ELSE iati_identifier END AS receiver_activity,
    basis, iati_identifier, partner_org, own_cost, year, period_start, value, currency, value_date, units_per_eur, rate_date,
    amount_eur, unknown_because, source_row, snapshot, locator
FROM settled
