-- The same money stands in the file of who gave it and in that of who got it. What both say is matched: the smaller of
-- the two. Where both report in the same currencies, these are compared, and what is the same has the provider's euros;
-- five percent of the larger side are allowed for the movement of rates only where the currencies differ. What only the
-- provider says is taken as said; what only the receiver says matches nothing, for then no other row counts this money.
-- What both agree on claims nothing else. Disbursements that name no activity are a pool, first for the claims of the organisation that they
-- name; expenditure (type 4) that names no receiver is the provider's own cost, and nobody's claim. Refunds are matched with
-- their sign: of what both sides say that was paid, what both say that went back is taken off.
WITH by_currency AS (
    SELECT
        flow, provider_activity, receiver_activity, currency,
        max(basis) AS basis,
        count(*) FILTER (side = 'provider') AS provider_rows,
        count(*) FILTER (side = 'receiver') AS receiver_rows,
        coalesce(sum(millionths(value)) FILTER (side = 'provider'), 0) AS sent_value,
        coalesce(sum(millionths(value)) FILTER (side = 'receiver'), 0) AS received_value,
        coalesce(sum(millionths(value)) FILTER (side = 'provider' AND value > 0), 0) AS sent_paid_value,
        coalesce(sum(millionths(value)) FILTER (side = 'receiver' AND value > 0), 0) AS received_paid_value,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'provider'), 0) AS sent,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'receiver'), 0) AS received,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'provider' AND amount_eur > 0), 0) AS sent_paid,
        coalesce(sum(millionths(amount_eur)) FILTER (side = 'receiver' AND amount_eur > 0), 0) AS received_paid,
        count(*) > count(amount_eur) AS unknown,
        min(period_start) AS first_day,
        min(source_row) AS first_row,
        arg_min(snapshot, source_row) AS snapshot,
        arg_min(locator, source_row) AS locator
    FROM link_row
    WHERE provider_activity IS NOT NULL AND receiver_activity IS NOT NULL
    GROUP BY flow, provider_activity, receiver_activity, currency
),
sums AS (
    SELECT
        flow, provider_activity, receiver_activity,
        max(basis) AS basis,
        sum(provider_rows) AS provider_rows,
        sum(receiver_rows) AS receiver_rows,
        sum(sent) AS sent,
        sum(received) AS received,
        sum(sent_paid) AS sent_paid,
        sum(received_paid) AS received_paid,
        bool_or(unknown) AS unknown,
        bool_and(provider_rows > 0 AND receiver_rows > 0) AND NOT bool_or(unknown) AS same_currencies,
        bool_and(sent_value = received_value) AS same_value,
        sum(in_common(sent, sent_value, received_value)) AS shared,
        sum(in_common(sent_paid, sent_paid_value, received_paid_value)) AS shared_paid,
        sum(received - in_common(received, received_value, greatest(sent_value, 0))) FILTER (received_value > 0) AS beyond,
        min(first_day) AS first_day,
        arg_min(snapshot, first_row) AS snapshot,
        arg_min(locator, first_row) AS locator
    FROM by_currency
    GROUP BY flow, provider_activity, receiver_activity
),
-- Parents and children of different publishers that no row links: what the child and those below it paid out and no income
-- explains is taken to be of what the parent disbursed to nobody by name. With several such parents nothing is decided.
kin AS (
    SELECT DISTINCT
        CASE r.type WHEN '1' THEN r.ref ELSE r.iati_identifier END AS provider_activity,
        CASE r.type WHEN '1' THEN r.iati_identifier ELSE r.ref END AS receiver_activity
    FROM related_activity AS r
    JOIN portfolio AS own ON own.snapshot = r.snapshot AND own.locator = r.parent
    JOIN portfolio AS other ON other.iati_identifier = r.ref AND other.reporting_org <> own.reporting_org
    WHERE r.type IN ('1', '2')
),
explained AS (
    SELECT flow, receiver_activity AS iati_identifier, sum(greatest(sent, received, 0)) AS income FROM sums GROUP BY ALL
    UNION ALL
    SELECT flow, iati_identifier, sum(millionths(amount_eur))
    FROM link_row
    WHERE side = 'receiver' AND provider_activity IS NULL AND amount_eur IS NOT NULL
    GROUP BY ALL
),
open_outflow AS (
    SELECT
        o.flow, o.iati_identifier,
        greatest(any_value(millionths(o.paid_eur - o.refund_eur)) - coalesce(sum(e.income), 0), 0) AS unexplained
    FROM outflow AS o
    LEFT JOIN explained AS e ON e.flow = o.flow AND e.iati_identifier = o.iati_identifier
    GROUP BY o.flow, o.iati_identifier
),
branch AS (
    SELECT flow, iati_identifier, unexplained FROM open_outflow
    UNION ALL
    SELECT o.flow, f.ancestor, sum(o.unexplained)
    FROM family AS f
    JOIN open_outflow AS o ON o.iati_identifier = f.iati_identifier
    GROUP BY ALL
),
linked AS (
    SELECT flow, provider_activity, receiver_activity FROM sums
    UNION
    SELECT flow, receiver_activity, provider_activity FROM sums
),
presumed AS (
    SELECT
        b.flow, k.provider_activity, k.receiver_activity,
        max(b.unexplained) AS claimed,
        count(*) OVER (PARTITION BY b.flow, k.receiver_activity) = 1
            AND k.receiver_activity NOT IN (SELECT iati_identifier FROM family) AS decided
    FROM kin AS k
    JOIN branch AS b ON b.iati_identifier = k.receiver_activity
    JOIN outflow AS u ON u.flow = b.flow AND u.iati_identifier = k.provider_activity
    ANTI JOIN linked AS s
        ON s.flow = b.flow AND s.provider_activity = k.provider_activity AND s.receiver_activity = k.receiver_activity
    GROUP BY b.flow, k.provider_activity, k.receiver_activity
    HAVING max(b.unexplained) > 0
),
every AS (
    SELECT *, 0 AS wish, false AS presumed FROM sums
    UNION ALL BY NAME
    SELECT
        flow, provider_activity, receiver_activity, 'related' AS basis,
        0 AS provider_rows, 0 AS receiver_rows, 0 AS sent, claimed AS received, 0 AS sent_paid, 0 AS received_paid,
        false AS unknown, false AS same_currencies, CASE WHEN decided THEN claimed ELSE 0 END AS wish, true AS presumed,
        p.snapshot, p.locator
    FROM presumed
    JOIN portfolio AS p ON p.iati_identifier = receiver_activity
),
agreed AS (
    SELECT
        *,
        sent = received OR same_currencies AND coalesce(same_value, false) AS equal,
        NOT same_currencies AND provider_rows > 0 AND receiver_rows > 0 AND abs(sent - received) * 20 <= greatest(sent, received) AS near
    FROM every
),
placed AS (
    SELECT
        s.*,
        r.reporting_org AS receiver_org,
        p.iati_identifier IS NULL OR r.iati_identifier IS NULL AS missing,
        s.provider_activity = s.receiver_activity AS self,
        CASE
            WHEN p.iati_identifier IS NULL OR s.provider_activity = s.receiver_activity THEN 0
            WHEN s.presumed OR s.equal OR s.near AND NOT s.unknown THEN 0
            WHEN s.same_currencies THEN coalesce(s.beyond, 0)
            ELSE greatest(s.received - greatest(s.sent, 0), 0)
        END AS excess
    FROM agreed AS s
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
        coalesce(o.pool, 0) AS open_pool,
        sum(f.wish) OVER claimants AS all_wishes,
        sum(f.wish) OVER (claimants ORDER BY f.receiver_activity) AS wish_upto
    FROM first_pass AS f
    LEFT JOIN pools AS o ON o.flow = f.flow AND o.provider_activity = f.provider_activity AND o.partner_org = 'unspecified'
    WINDOW claimants AS (PARTITION BY f.flow, f.provider_activity)
),
pooled AS (
    SELECT
        *,
        from_org + CASE WHEN open_excess > 0
            THEN part(least(open_pool, open_excess), open_upto, excess - from_org, open_excess) ELSE 0 END
        + CASE WHEN all_wishes > 0
            THEN part(least(open_pool - least(open_pool, open_excess), all_wishes), wish_upto, wish, all_wishes) ELSE 0 END AS pooled
    FROM by_all
),
judged AS (
    SELECT
        *,
        CASE
            WHEN presumed THEN 'related'
            WHEN self THEN 'self'
            WHEN missing THEN 'partner-missing'
            WHEN unknown THEN 'unknown'
            WHEN receiver_rows = 0 THEN 'only-provider'
            WHEN provider_rows = 0 AND pooled = 0 THEN 'only-receiver'
            WHEN equal OR excess > 0 AND pooled = excess THEN 'matched'
            WHEN pooled > 0 THEN 'contested'
            WHEN near THEN 'matched-by-rate'
            ELSE 'conflicting'
        END AS status
    FROM pooled
),
same AS (
    SELECT
        *,
        CASE
            WHEN status IN ('self', 'partner-missing', 'only-receiver') THEN 0
            WHEN receiver_rows = 0 OR status IN ('matched', 'matched-by-rate') THEN sent + pooled
            WHEN same_currencies THEN shared + pooled
            ELSE in_common(sent + pooled, sent + pooled, received)
        END AS net,
        CASE
            WHEN status IN ('self', 'partner-missing', 'only-receiver') THEN 0
            WHEN receiver_rows = 0 OR status IN ('matched', 'matched-by-rate') THEN sent_paid + pooled
            WHEN same_currencies THEN shared_paid + pooled
            ELSE least(sent_paid + pooled, received_paid)
        END AS paid
    FROM judged
)
SELECT
    s.flow, s.provider_activity, s.receiver_activity, s.basis, s.provider_rows, s.receiver_rows,
    amount(s.sent) AS sent_eur,
    amount(s.pooled) AS pooled_eur,
    amount(s.received) AS received_eur,
    amount(s.net) AS matched_eur,
    amount(greatest(s.paid - s.net, 0)) AS refund_eur,
    up.ancestor IS NOT NULL OR down.ancestor IS NOT NULL AS inside,
    s.status, s.first_day, s.snapshot, s.locator
FROM same AS s
LEFT JOIN family AS up ON up.iati_identifier = s.receiver_activity AND up.ancestor = s.provider_activity
LEFT JOIN family AS down ON down.iati_identifier = s.provider_activity AND down.ancestor = s.receiver_activity
