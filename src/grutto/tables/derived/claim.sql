-- The same money stands in the file of who gave it and in that of who got it. What both say is matched: the smaller of
-- the two. What only the provider says is taken as said; what only the receiver says matches nothing, for then no other
-- row counts this money. Disbursements that name no activity are a pool, first for the claims of the organisation that they
-- name; expenditure (type 4) that names no receiver is the provider's own cost, and nobody's claim. Refunds are matched with
-- their sign: of what both sides say that was paid, what both say that went back is taken off.
WITH sums AS (
    SELECT
        flow, provider_activity, receiver_activity,
        max(basis) AS basis,
        count(*) FILTER (side = 'provider') AS provider_rows,
        count(*) FILTER (side = 'receiver') AS receiver_rows,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'provider'), 0) AS sent,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'receiver'), 0) AS received,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'provider' AND amount_eur > 0), 0) AS sent_paid,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'receiver' AND amount_eur > 0), 0) AS received_paid,
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
        AND NOT (own_cost AND partner_org = 'unspecified')
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
        sent + pooled AS given,
        sent_paid + pooled AS given_paid,
        CASE
            WHEN self THEN 'self'
            WHEN missing THEN 'partner-missing'
            WHEN unknown THEN 'unknown'
            WHEN receiver_rows = 0 THEN 'only-provider'
            WHEN provider_rows = 0 AND pooled = 0 THEN 'only-receiver'
            WHEN provider_rows > 0 AND same_value OR sent + pooled = received THEN 'matched'
            WHEN pooled > 0 THEN 'contested'
            WHEN NOT all_eur AND abs(sent - received) * 20 <= greatest(sent, received) THEN 'matched-by-rate'
            ELSE 'conflicting'
        END AS status
    FROM pooled
),
same AS (
    SELECT
        *,
        CASE
            WHEN status IN ('self', 'partner-missing', 'only-receiver') THEN 0
            WHEN receiver_rows = 0 OR status IN ('matched', 'matched-by-rate') THEN given
            WHEN given > 0 AND received > 0 THEN least(given, received)
            WHEN given < 0 AND received < 0 THEN greatest(given, received)
            ELSE 0
        END AS net,
        CASE
            WHEN status IN ('self', 'partner-missing', 'only-receiver') THEN 0
            WHEN receiver_rows = 0 OR status IN ('matched', 'matched-by-rate') THEN given_paid
            ELSE least(given_paid, received_paid)
        END AS paid
    FROM judged
)
SELECT
    s.flow, s.provider_activity, s.receiver_activity, s.basis, s.provider_rows, s.receiver_rows,
    amount(s.sent) AS sent_eur,
    amount(s.pooled) AS pooled_eur,
    amount(s.received) AS received_eur,
    amount(s.net) AS matched_eur,
    amount(s.paid - s.net) AS refund_eur,
    up.ancestor IS NOT NULL OR down.ancestor IS NOT NULL AS inside,
    s.status, s.first_day, s.snapshot, s.locator
FROM same AS s
LEFT JOIN family AS up ON up.iati_identifier = s.receiver_activity AND up.ancestor = s.provider_activity
LEFT JOIN family AS down ON down.iati_identifier = s.provider_activity AND down.ancestor = s.receiver_activity
