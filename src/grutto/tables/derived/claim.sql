-- The same money stands in the file of who gave it and in that of who got it. What both say is matched: the smaller of
-- the two. What only the provider says is taken as said; what only the receiver says matches nothing, for then no other
-- row counts this money. Rows that name no activity are a pool, first for the claims of the organisation that they name.
WITH sums AS (
    SELECT
        flow, provider_activity, receiver_activity,
        max(basis) AS basis,
        count(*) FILTER (side = 'provider') AS provider_rows,
        count(*) FILTER (side = 'receiver') AS receiver_rows,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'provider'), 0) AS sent,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'receiver'), 0) AS received,
        count(DISTINCT currency) = 1
            AND sum(value) FILTER (side = 'provider') = sum(value) FILTER (side = 'receiver') AS same_value,
        count(DISTINCT currency) = 1 AND min(currency) = 'EUR' AS all_eur,
        count(*) > count(amount_eur) AS unknown,
        min(period_start) AS first_day,
        arg_min(snapshot, source_row) AS snapshot,
        arg_min(locator, source_row) AS locator
    FROM link_row
    WHERE provider_activity IS NOT NULL AND receiver_activity IS NOT NULL
    GROUP BY flow, provider_activity, receiver_activity
),
placed AS (
    SELECT
        s.*,
        r.reporting_org AS receiver_org,
        p.iati_identifier IS NULL OR r.iati_identifier IS NULL AS missing,
        s.provider_activity = s.receiver_activity AS self,
        CASE WHEN p.iati_identifier IS NULL OR s.provider_activity = s.receiver_activity THEN 0
            ELSE greatest(s.received - greatest(s.sent, 0), 0) END AS excess
    FROM sums AS s
    LEFT JOIN portfolio AS p ON p.iati_identifier = s.provider_activity
    LEFT JOIN portfolio AS r ON r.iati_identifier = s.receiver_activity
),
pools AS (
    SELECT flow, provider_activity, partner_org, greatest(sum(millionths(amount_eur)), 0) AS pool
    FROM link_row
    WHERE side = 'provider' AND receiver_activity IS NULL AND amount_eur IS NOT NULL
    GROUP BY flow, provider_activity, partner_org
),
by_org AS (
    SELECT
        p.*,
        sum(p.excess) OVER claimants AS org_excess,
        sum(p.excess) OVER (claimants ORDER BY p.receiver_activity) AS upto,
        coalesce(o.pool, 0) AS org_pool
    FROM placed AS p
    LEFT JOIN pools AS o
        ON o.flow = p.flow AND o.provider_activity = p.provider_activity AND o.partner_org = p.receiver_org
    WINDOW claimants AS (PARTITION BY p.flow, p.provider_activity, p.receiver_org)
),
first_pass AS (
    SELECT *, CASE WHEN org_excess > 0 THEN part(least(org_pool, org_excess), upto, excess, org_excess) ELSE 0 END AS from_org
    FROM by_org
),
by_all AS (
    SELECT
        f.*,
        sum(f.excess - f.from_org) OVER claimants AS open_excess,
        sum(f.excess - f.from_org) OVER (claimants ORDER BY f.receiver_activity) AS open_upto,
        coalesce(o.pool, 0) AS open_pool
    FROM first_pass AS f
    LEFT JOIN pools AS o ON o.flow = f.flow AND o.provider_activity = f.provider_activity AND o.partner_org = 'unspecified'
    WINDOW claimants AS (PARTITION BY f.flow, f.provider_activity)
),
pooled AS (
    SELECT
        *,
        from_org + CASE WHEN open_excess > 0
            THEN part(least(open_pool, open_excess), open_upto, excess - from_org, open_excess) ELSE 0 END AS pooled
    FROM by_all
),
judged AS (
    SELECT
        *,
        greatest(sent, 0) + pooled AS given,
        CASE
            WHEN self THEN 'self'
            WHEN missing THEN 'partner-missing'
            WHEN unknown THEN 'unknown'
            WHEN receiver_rows = 0 THEN 'only-provider'
            WHEN provider_rows = 0 AND pooled = 0 THEN 'only-receiver'
            WHEN provider_rows > 0 AND same_value OR greatest(sent, 0) + pooled = received THEN 'matched'
            WHEN pooled > 0 THEN 'contested'
            WHEN NOT all_eur AND abs(sent - received) * 20 <= greatest(sent, received) THEN 'matched-by-rate'
            ELSE 'conflicting'
        END AS status
    FROM pooled
)
SELECT
    flow, provider_activity, receiver_activity, basis, provider_rows, receiver_rows,
    amount(sent) AS sent_eur,
    amount(pooled) AS pooled_eur,
    amount(received) AS received_eur,
    amount(CASE
        WHEN status IN ('self', 'partner-missing', 'only-receiver') THEN 0
        WHEN status IN ('only-provider', 'matched', 'matched-by-rate') THEN given
        WHEN receiver_rows = 0 THEN given
        ELSE greatest(least(given, received), 0)
    END) AS matched_eur,
    status, first_day, snapshot, locator
FROM judged
