-- A partner's budget stands for money that those who fund it have budgeted too: for the part of its income that came from
-- activities of the release (link), and for no more than these planned in that year. What a funder planned is divided over those
-- it funds in proportion to what each of them would take. A funder without a plan of its own has that of the nearest
-- activity above it.
WITH plans AS (
    SELECT iati_identifier, year, sum(millionths(amount_eur)) AS planned
    FROM amount
    WHERE kind <> 'transaction' AND counted AND amount_eur > 0
    GROUP BY ALL
),
-- Funds, and commitments only for activities that no funds came to.
came AS (
    SELECT
        flow, provider_activity, receiver_activity,
        millionths(greatest(received_eur, sent_eur + pooled_eur)) AS came,
        netting_eur > 0 AS counts
    FROM link
    WHERE status NOT IN ('self', 'circle', 'unknown')
        AND (flow = 'funds' OR receiver_activity NOT IN (SELECT receiver_activity FROM link WHERE flow = 'funds' AND netting_eur > 0))
),
outside AS (
    SELECT flow, iati_identifier, sum(millionths(amount_eur)) AS came
    FROM link_row
    WHERE side = 'receiver' AND provider_activity IS NULL AND amount_eur > 0
    GROUP BY ALL
),
income AS (
    SELECT flow, iati_identifier, sum(came) AS income
    FROM (
        SELECT flow, receiver_activity AS iati_identifier, came FROM came WHERE came > 0
        UNION ALL
        SELECT flow, iati_identifier, came FROM outside
    ) AS every_part
    GROUP BY ALL
),
holders AS (
    SELECT p.iati_identifier AS funder, p.iati_identifier AS holder, p.year, p.planned, 0 AS distance FROM plans AS p
    UNION ALL
    SELECT f.iati_identifier, f.ancestor, p.year, p.planned, f.distance
    FROM family AS f
    JOIN plans AS p ON p.iati_identifier = f.ancestor
),
held AS (
    SELECT funder, year, arg_min(holder, distance) AS holder, arg_min(planned, distance) AS planned FROM holders GROUP BY ALL
),
demands AS (
    SELECT
        n.iati_identifier, n.year, n.planned, h.holder, h.planned AS held, c.provider_activity,
        rounded(n.planned * c.came, i.income) AS wanted
    FROM came AS c
    JOIN plans AS n ON n.iati_identifier = c.receiver_activity
    JOIN income AS i ON i.flow = c.flow AND i.iati_identifier = c.receiver_activity
    JOIN held AS h ON h.funder = c.provider_activity AND h.year = n.year AND h.holder <> n.iati_identifier
    WHERE c.counts AND c.came > 0
),
granted AS (
    SELECT
        iati_identifier, year,
        part(
            least(held, sum(wanted) OVER holder),
            sum(wanted) OVER (holder ORDER BY iati_identifier, provider_activity),
            wanted,
            greatest(sum(wanted) OVER holder, 1)
        ) AS granted
    FROM demands
    WINDOW holder AS (PARTITION BY holder, year)
)
SELECT
    p.iati_identifier, p.year,
    amount(p.planned) AS planned_eur,
    amount(least(coalesce(sum(g.granted), 0), p.planned)) AS covered_eur
FROM plans AS p
LEFT JOIN granted AS g USING (iati_identifier, year)
GROUP BY p.iati_identifier, p.year, p.planned
