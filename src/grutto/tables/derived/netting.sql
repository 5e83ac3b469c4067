-- Money is counted where it first leaves an activity of the release. What an activity pays is netted up to what others sent
-- it (chain) and up to what those below it report once more (level): what came and went in one year first, then what is left,
-- by day. What came back to it is netted with its sign, where it went back to those who sent it, or where more was netted than
-- is left of what it paid. No row is netted by more than its amount.
-- What an activity received from one of the release, itself too, did not come from outside, and its plans are netted up to what
-- those who fund it planned for it.
WITH rows_out AS (
    SELECT
        CASE WHEN a.transaction_type = '2' THEN 'commitment' ELSE 'funds' END AS flow,
        a.iati_identifier, a.source_row, a.period_start, a.year AS on_year, coalesce(a.year, 0) AS year, a.snapshot, a.locator,
        f.distance IS NOT NULL AS inside,
        millionths(a.amount_eur) AS eur
    FROM amount AS a
    LEFT JOIN family AS f ON f.iati_identifier = a.receiver_activity_id AND f.ancestor = a.iati_identifier
    WHERE a.transaction_type IN ('2', '3', '4') AND a.amount_eur IS NOT NULL
),
due AS (
    SELECT
        flow, iati_identifier,
        millionths(o.paid_eur) AS paid,
        millionths(o.refund_eur) AS refund,
        millionths(r.level_paid_eur) AS by_level,
        millionths(r.level_paid_eur + r.chain_paid_eur) AS in_paid,
        millionths(r.level_refund_eur + r.chain_refund_eur) AS in_refund
    FROM repetition AS r
    JOIN outflow AS o USING (flow, iati_identifier)
),
backward AS (
    SELECT *, greatest(least(in_refund, refund), least(in_paid, paid) - paid + refund) AS refund_limit FROM due
),
limits AS (
    SELECT
        *,
        greatest(least(in_paid, paid) - greatest(least(in_paid, paid) - refund_limit - in_paid + in_refund, 0), 0) AS paid_limit
    FROM backward
),
-- In which years money came: as its provider's rows say (of two that are only related, those that name nobody), else as the receiver's; of those below, by their own rows.
sent_in AS (
    SELECT
        k.flow, k.receiver_activity AS iati_identifier, coalesce(r.year, 0) AS year,
        k.provider_activity AS other, k.netting_eur + k.refund_eur AS netted_eur, r.amount_eur
    FROM link AS k
    JOIN link_row AS r
        ON r.flow = k.flow AND r.provider_activity = k.provider_activity AND r.receiver_activity = k.receiver_activity
        AND r.side = CASE WHEN k.provider_rows > 0 THEN 'provider' ELSE 'receiver' END
    WHERE r.amount_eur > 0
    UNION ALL
    SELECT k.flow, k.receiver_activity, o.year, k.provider_activity, k.netting_eur + k.refund_eur, o.amount_eur
    FROM link AS k
    JOIN (
        SELECT flow, provider_activity, coalesce(year, 0) AS year, sum(amount_eur) AS amount_eur
        FROM link_row
        WHERE receiver_activity IS NULL AND partner_org = 'unspecified' AND NOT own_cost AND amount_eur > 0
        GROUP BY ALL
    ) AS o ON o.flow = k.flow AND o.provider_activity = k.provider_activity
    WHERE k.status = 'related'
),
came AS (
    SELECT
        flow, iati_identifier, year, other, any_value(millionths(netted_eur)) AS netting, sum(millionths(amount_eur)) AS weight
    FROM sent_in
    WHERE netted_eur > 0
    GROUP BY ALL
),
deep AS (
    SELECT o.flow, f.ancestor AS iati_identifier, o.year, f.distance, sum(o.eur) AS inflow
    FROM family AS f
    JOIN rows_out AS o ON o.iati_identifier = f.iati_identifier
    WHERE o.eur > 0
    GROUP BY ALL
),
shared AS (
    SELECT
        flow, iati_identifier, year,
        part(netting, sum(weight) OVER (source ORDER BY year), weight, sum(weight) OVER source) AS inflow
    FROM came
    WINDOW source AS (PARTITION BY flow, iati_identifier, other)
    UNION ALL
    SELECT flow, iati_identifier, year, max(inflow) FROM deep GROUP BY ALL
),
yearly AS (
    SELECT flow, iati_identifier, year, sum(inflow) AS inflow FROM shared GROUP BY ALL
),
paid AS (
    SELECT
        o.*,
        o.eur AS whole,
        coalesce(y.inflow, 0) AS inflow,
        sum(o.eur) OVER (
            PARTITION BY o.flow, o.iati_identifier, o.year
            ORDER BY o.period_start NULLS LAST, o.snapshot, length(o.locator), o.locator
        ) - o.eur AS earlier
    FROM rows_out AS o
    LEFT JOIN yearly AS y USING (flow, iati_identifier, year)
    WHERE o.eur > 0
),
pieces AS (
    SELECT * REPLACE (greatest(least(whole, inflow - earlier), 0) AS eur), 1 AS turn, 1 AS sign FROM paid
    UNION ALL
    SELECT * REPLACE (whole - greatest(least(whole, inflow - earlier), 0) AS eur), 2, 1 FROM paid
    UNION ALL BY NAME
    SELECT * REPLACE (-eur AS eur), 1 AS turn, -1 AS sign FROM rows_out WHERE eur < 0
),
queued AS (
    SELECT
        o.source_row, o.on_year, o.sign, o.eur, m.by_level,
        CASE WHEN o.sign = 1 THEN m.paid_limit ELSE m.refund_limit END AS limit_m,
        sum(o.eur) OVER (
            PARTITION BY o.flow, o.iati_identifier, o.sign
            ORDER BY NOT o.inside, o.turn, o.period_start NULLS LAST, o.snapshot, length(o.locator), o.locator
        ) - o.eur AS before
    FROM pieces AS o
    JOIN limits AS m USING (flow, iati_identifier)
    WHERE o.eur > 0
),
outgoing AS (
    SELECT
        source_row,
        on_year AS year,
        amount(any_value(sign) * sum(least(limit_m - before, eur))) AS netted_eur,
        CASE
            WHEN min(before) >= any_value(by_level) THEN 'chain'
            WHEN max(least(before + eur, limit_m)) <= any_value(by_level) THEN 'level'
            ELSE 'both'
        END AS netted_because
    FROM queued
    WHERE limit_m > before
    GROUP BY ALL
),
incoming AS (
    SELECT r.source_row, r.year, r.amount_eur AS netted_eur, 'chain' AS netted_because
    FROM link_row AS r
    LEFT JOIN portfolio AS p ON p.iati_identifier = r.provider_activity
    WHERE r.side = 'receiver' AND (p.iati_identifier IS NOT NULL OR r.provider_activity IS NULL AND r.basis = 'organisations')
    UNION ALL
    SELECT a.source_row, a.year, a.amount_eur, 'chain'
    FROM amount AS a
    JOIN portfolio AS p ON p.iati_identifier = a.provider_activity_id
    WHERE a.transaction_type = '13'
),
planned AS (
    SELECT
        a.source_row, a.year,
        amount(part(
            millionths(p.covered_eur),
            sum(millionths(a.amount_eur)) OVER (own ORDER BY a.period_start, a.source_row),
            millionths(a.amount_eur),
            sum(millionths(a.amount_eur)) OVER own
        )) AS netted_eur,
        'chain' AS netted_because
    FROM amount AS a
    JOIN plan AS p ON p.iati_identifier = a.iati_identifier AND p.year = a.year AND p.covered_eur > 0
    WHERE a.kind <> 'transaction' AND a.counted AND a.amount_eur > 0
    WINDOW own AS (PARTITION BY a.iati_identifier, a.year)
)
SELECT source_row, year, netted_eur, netted_because FROM outgoing
UNION ALL
SELECT source_row, year, netted_eur, netted_because FROM incoming
UNION ALL
SELECT source_row, year, netted_eur, netted_because FROM planned
