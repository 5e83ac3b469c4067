-- The same money stands in the file of who gave it and in that of who got it. What both say is matched: the smaller of
-- the two. Where both report in the same currencies, these are compared, and what is the same has the provider's euros;
-- five percent of the larger side are allowed for the movement of rates only where the currencies differ. What only the
-- provider says is taken as said; what only the receiver says matches nothing, for then no other row counts this money.
-- What both agree on claims nothing else. Disbursements that name no activity are a pool, first for the claims of the organisation that they
-- name; expenditure (type 4) that names no receiver is the provider's own cost, and nobody's claim. Refunds are matched with
-- their sign: of what both sides say that was paid, what both say that went back is taken off.
-- Where several activities of one organisation sent to one that names the organisation only, what came is divided over them in
-- proportion to what each sent, refunds to what went back; such claims (`weak`) take only what names the organisation.
WITH sides AS (
    SELECT
        flow, provider_activity, receiver_activity, side, currency, basis, 1 AS rows, millionths(value) AS value,
        millionths(amount_eur) AS eur, value < 0 AS back, amount_eur IS NULL AS unknown, period_start, source_row, snapshot, locator
    FROM link_row
    WHERE provider_activity IS NOT NULL AND receiver_activity IS NOT NULL
),
givers AS (
    SELECT
        s.flow, s.provider_activity, s.receiver_activity, p.reporting_org AS partner_org,
        coalesce(sum(s.eur) FILTER (s.eur > 0), 0) AS paid,
        coalesce(-sum(s.eur) FILTER (s.eur < 0), 0) AS back
    FROM sides AS s
    JOIN portfolio AS p ON p.iati_identifier = s.provider_activity
    WHERE s.side = 'provider' AND s.basis = 'organisations'
    GROUP BY ALL
),
together AS (
    SELECT
        flow, receiver_activity, partner_org, currency, amount_eur IS NULL AS unknown, value < 0 AS back,
        count(*) AS rows, sum(millionths(value)) AS value, sum(millionths(amount_eur)) AS eur,
        min(period_start) AS period_start, min(source_row) AS source_row,
        arg_min(snapshot, source_row) AS snapshot, arg_min(locator, source_row) AS locator
    FROM link_row
    WHERE side = 'receiver' AND basis = 'organisations' AND provider_activity IS NULL
    GROUP BY ALL
),
weights AS (
    SELECT
        g.provider_activity, t.*,
        CASE WHEN t.back AND sum(g.back) OVER own > 0 OR sum(g.paid) OVER own = 0 THEN g.back ELSE g.paid END AS weight
    FROM together AS t
    JOIN givers AS g USING (flow, receiver_activity, partner_org)
    WINDOW own AS (PARTITION BY t.flow, t.receiver_activity, t.partner_org, t.currency, t.unknown, t.back)
),
divided AS (
    SELECT
        flow, provider_activity, receiver_activity, 'receiver' AS side, currency, 'organisations' AS basis, rows,
        part(value, sum(weight) OVER upto, weight, sum(weight) OVER own) AS value,
        part(eur, sum(weight) OVER upto, weight, sum(weight) OVER own) AS eur,
        back, unknown, period_start, source_row, snapshot, locator
    FROM weights
    WINDOW
        own AS (PARTITION BY flow, receiver_activity, partner_org, currency, unknown, back),
        upto AS (PARTITION BY flow, receiver_activity, partner_org, currency, unknown, back ORDER BY provider_activity)
    QUALIFY sum(weight) OVER own > 0
),
by_currency AS (
    SELECT
        flow, provider_activity, receiver_activity, currency,
        max(basis) AS basis,
        coalesce(sum(rows) FILTER (side = 'provider'), 0) AS provider_rows,
        coalesce(sum(rows) FILTER (side = 'receiver'), 0) AS receiver_rows,
        coalesce(sum(value) FILTER (side = 'provider'), 0) AS sent_value,
        coalesce(sum(value) FILTER (side = 'receiver'), 0) AS received_value,
        coalesce(sum(value) FILTER (side = 'provider' AND value > 0), 0) AS sent_paid_value,
        coalesce(sum(value) FILTER (side = 'receiver' AND value > 0), 0) AS received_paid_value,
        coalesce(sum(eur) FILTER (side = 'provider'), 0) AS sent,
        coalesce(sum(eur) FILTER (side = 'receiver'), 0) AS received,
        coalesce(sum(eur) FILTER (side = 'provider' AND eur > 0), 0) AS sent_paid,
        coalesce(sum(eur) FILTER (side = 'receiver' AND eur > 0), 0) AS received_paid,
        bool_and(basis = 'organisations') FILTER (side = 'receiver') AS weak,
        bool_or(unknown) AS unknown,
        min(period_start) AS first_day,
        min(source_row) AS first_row,
        arg_min(snapshot, source_row) AS snapshot,
        arg_min(locator, source_row) AS locator
    FROM (SELECT * FROM sides UNION ALL BY NAME SELECT * FROM divided) AS every_row
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
        coalesce(bool_and(weak), false) AS weak,
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
    WHERE side = 'receiver' AND provider_activity IS NULL AND basis = 'none' AND amount_eur IS NOT NULL
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
        false AS weak, false AS unknown, false AS same_currencies, CASE WHEN decided THEN claimed ELSE 0 END AS wish, true AS presumed,
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
        coalesce(sum(p.excess) FILTER (NOT p.weak) OVER everyone, 0) AS strong_excess,
        coalesce(o.pool, 0) AS org_pool
    FROM placed AS p
    LEFT JOIN pools AS o
        ON o.flow = p.flow AND o.provider_activity = p.provider_activity AND o.partner_org = p.receiver_org
    WINDOW
        everyone AS (PARTITION BY p.flow, p.provider_activity, p.receiver_org),
        claimants AS (PARTITION BY p.flow, p.provider_activity, p.receiver_org, p.weak)
),
first_pass AS (
    SELECT
        *,
        CASE WHEN weak THEN 0 ELSE excess END AS strong,
        CASE WHEN org_excess > 0 THEN part(
            least(CASE WHEN weak THEN greatest(org_pool - strong_excess, 0) ELSE org_pool END, org_excess), upto, excess, org_excess
        ) ELSE 0 END AS from_org
    FROM by_org
),
by_all AS (
    SELECT
        f.*,
        greatest(f.strong - f.from_org, 0) AS still,
        sum(greatest(f.strong - f.from_org, 0)) OVER claimants AS open_excess,
        sum(greatest(f.strong - f.from_org, 0)) OVER (claimants ORDER BY f.receiver_activity) AS open_upto,
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
            THEN part(least(open_pool, open_excess), open_upto, still, open_excess) ELSE 0 END
        + CASE WHEN all_wishes > 0
            THEN part(least(open_pool - least(open_pool, open_excess), all_wishes), wish_upto, wish, all_wishes) ELSE 0 END AS pooled
    FROM by_all
),
compared AS (
    SELECT
        *,
        open_pool - sum(pooled - from_org) OVER (PARTITION BY flow, provider_activity) AS unclaimed,
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
    FROM compared
)
SELECT
    s.flow, s.provider_activity, s.receiver_activity, s.basis, s.provider_rows, s.receiver_rows,
    amount(s.sent) AS sent_eur,
    amount(s.pooled) AS pooled_eur,
    amount(s.received) AS received_eur,
    amount(s.net) AS matched_eur,
    amount(greatest(s.paid - s.net, 0)) AS refund_eur,
    amount(s.unclaimed) AS unclaimed_eur,
    up.ancestor IS NOT NULL OR down.ancestor IS NOT NULL AS inside,
    s.status, s.first_day, s.snapshot, s.locator
FROM same AS s
LEFT JOIN family AS up ON up.iati_identifier = s.receiver_activity AND up.ancestor = s.provider_activity
LEFT JOIN family AS down ON down.iati_identifier = s.provider_activity AND down.ancestor = s.receiver_activity
