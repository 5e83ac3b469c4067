-- Money is counted where it first leaves an activity of the release. What an activity sends on is netted up to what others
-- sent it (chain), and what it reports once more is netted up to what its children at deeper levels report (level): what
-- came and went in one year first, then what is left, by day. Only outgoing rows are netted, none below zero and none by more than its amount; refunds
-- (negative rows) first reduce what there is to net. Rows that a parent pays to its own children come last.
WITH outflow AS (
    SELECT
        CASE WHEN transaction_type = '2' THEN 'commitment' ELSE 'funds' END AS flow,
        iati_identifier, source_row, period_start, coalesce(year, 0) AS year, receiver_activity_id, snapshot, locator,
        millionths(amount_eur) AS eur
    FROM amount
    WHERE transaction_type IN ('2', '3', '4') AND amount_eur IS NOT NULL
),
chain AS (
    SELECT flow, receiver_activity AS iati_identifier, sum(millionths(netting_eur)) AS netting
    FROM link GROUP BY ALL
),
levels AS (
    SELECT l.flow, l.parent AS iati_identifier, sum(millionths(l.child_eur)) AS netting
    FROM level AS l
    ANTI JOIN circle AS o ON o.flow = l.flow AND o.carrier = l.child AND o.netted = l.parent
    GROUP BY ALL
),
to_children AS (
    SELECT k.flow, k.provider_activity AS iati_identifier, sum(millionths(k.netting_eur)) AS kept
    FROM link AS k
    JOIN level AS l ON l.flow = k.flow AND l.parent = k.provider_activity AND l.child = k.receiver_activity
    GROUP BY ALL
),
totals AS (
    SELECT flow, iati_identifier, sum(eur) AS net FROM outflow GROUP BY ALL
),
limits AS (
    SELECT
        t.flow,
        t.iati_identifier,
        least(coalesce(v.netting, 0), greatest(t.net - coalesce(k.kept, 0), 0)) AS by_level,
        least(coalesce(v.netting, 0) + coalesce(c.netting, 0), greatest(t.net, 0)) AS in_all
    FROM totals AS t
    LEFT JOIN chain AS c USING (flow, iati_identifier)
    LEFT JOIN levels AS v USING (flow, iati_identifier)
    LEFT JOIN to_children AS k USING (flow, iati_identifier)
    WHERE coalesce(c.netting, 0) + coalesce(v.netting, 0) > 0
),
-- In which years money came: as its provider's rows say, else as the receiver's; a child's money by its own rows.
came AS (
    SELECT
        k.flow, k.receiver_activity AS iati_identifier, coalesce(r.year, 0) AS year,
        k.provider_activity AS other, any_value(millionths(k.netting_eur)) AS netting, sum(millionths(r.amount_eur)) AS weight
    FROM link AS k
    JOIN link_row AS r
        ON r.flow = k.flow AND r.provider_activity = k.provider_activity AND r.receiver_activity = k.receiver_activity
        AND r.side = CASE WHEN k.provider_rows > 0 THEN 'provider' ELSE 'receiver' END
    WHERE k.netting_eur > 0 AND r.amount_eur > 0
    GROUP BY ALL
    UNION ALL
    SELECT l.flow, l.parent, o.year, l.child, any_value(millionths(l.child_eur)), sum(o.eur)
    FROM level AS l
    JOIN outflow AS o ON o.flow = l.flow AND o.iati_identifier = l.child
    WHERE o.eur > 0
    GROUP BY ALL
),
shared AS (
    SELECT
        flow, iati_identifier, year,
        part(netting, sum(weight) OVER (source ORDER BY year), weight, sum(weight) OVER source) AS inflow
    FROM came
    WINDOW source AS (PARTITION BY flow, iati_identifier, other)
),
yearly AS (
    SELECT flow, iati_identifier, year, sum(inflow) AS inflow FROM shared GROUP BY ALL
),
paid AS (
    SELECT
        o.* EXCLUDE (eur),
        o.eur AS whole,
        coalesce(y.inflow, 0) AS inflow,
        sum(o.eur) OVER (
            PARTITION BY o.flow, o.iati_identifier, o.year
            ORDER BY o.period_start NULLS LAST, o.snapshot, length(o.locator), o.locator
        ) - o.eur AS earlier
    FROM outflow AS o
    LEFT JOIN yearly AS y USING (flow, iati_identifier, year)
    WHERE o.eur > 0
),
pieces AS (
    SELECT *, 1 AS turn, greatest(least(whole, inflow - earlier), 0) AS eur FROM paid
    UNION ALL
    SELECT *, 2, whole - greatest(least(whole, inflow - earlier), 0) FROM paid
),
queued AS (
    SELECT
        o.source_row,
        o.eur,
        m.by_level,
        least(m.in_all, m.by_level + coalesce(c.netting, 0)) AS limit_m,
        sum(o.eur) OVER (
            PARTITION BY o.flow, o.iati_identifier
            ORDER BY l.child IS NOT NULL, o.turn, o.period_start NULLS LAST, o.snapshot, length(o.locator), o.locator
        ) - o.eur AS before
    FROM pieces AS o
    JOIN limits AS m USING (flow, iati_identifier)
    LEFT JOIN chain AS c USING (flow, iati_identifier)
    LEFT JOIN level AS l ON l.flow = o.flow AND l.parent = o.iati_identifier AND l.child = o.receiver_activity_id
    WHERE o.eur > 0
)
SELECT
    source_row,
    amount(sum(least(limit_m - before, eur))) AS netted_eur,
    CASE
        WHEN min(before) >= any_value(by_level) THEN 'chain'
        WHEN max(least(before + eur, limit_m)) <= any_value(by_level) THEN 'level'
        ELSE 'both'
    END AS netted_because
FROM queued
WHERE limit_m > before
GROUP BY source_row
