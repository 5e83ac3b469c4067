-- A partner's budget stands for money that those who fund it have budgeted too: for the part of its income that came from
-- activities of the release (link), and for no more than these planned in that year. What a funder planned is divided over those
-- it funds in proportion to what each of them would take. A funder without a plan of its own has that of the nearest
-- activity above it, and an activity without income of its own the income of the nearest above it.
WITH planned AS (
    SELECT iati_identifier, year, sum(millionths(amount_eur)) AS planned
    FROM amount
    WHERE kind <> 'transaction' AND counted AND amount_eur > 0
    GROUP BY ALL
),
-- Of a family the lowest plans count (decision 6); each level above them stands for the same money once more.
plans AS (
    SELECT
        p.*,
        CASE WHEN p.iati_identifier IN (
            SELECT f.ancestor FROM family AS f JOIN planned AS below ON below.iati_identifier = f.iati_identifier
        ) THEN coalesce(u.depth, 0) ELSE -1 END AS level
    FROM planned AS p
    LEFT JOIN (SELECT iati_identifier, max(distance) AS depth FROM family GROUP BY ALL) AS u
        ON u.iati_identifier = p.iati_identifier
),
-- Funds, and commitments only for activities that no funds came to; what passes within a family is no income.
came AS (
    SELECT
        l.flow, l.provider_activity, l.receiver_activity,
        millionths(greatest(l.received_eur, l.sent_eur + l.pooled_eur)) AS came,
        l.netting_eur > 0 AS counts
    FROM link AS l
    LEFT JOIN family AS up ON up.iati_identifier = l.receiver_activity AND up.ancestor = l.provider_activity
    LEFT JOIN family AS down ON down.iati_identifier = l.provider_activity AND down.ancestor = l.receiver_activity
    WHERE l.status NOT IN ('self', 'circle', 'unknown') AND up.ancestor IS NULL AND down.ancestor IS NULL
        AND (l.flow = 'funds' OR l.receiver_activity NOT IN (SELECT receiver_activity FROM link WHERE flow = 'funds' AND netting_eur > 0))
),
outside AS (
    SELECT flow, iati_identifier, sum(millionths(amount_eur)) AS came
    FROM link_row
    WHERE side = 'receiver' AND provider_activity IS NULL AND basis = 'none' AND amount_eur > 0
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
receivers AS (
    SELECT iati_identifier, arg_min(receiver, distance) AS receiver
    FROM (
        SELECT iati_identifier, iati_identifier AS receiver, 0 AS distance FROM income
        UNION ALL
        SELECT f.iati_identifier, f.ancestor, f.distance FROM family AS f JOIN income AS i ON i.iati_identifier = f.ancestor
    ) AS every_one
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
        n.iati_identifier, n.year, n.level, n.planned, h.holder, h.planned AS held, c.provider_activity,
        rounded(n.planned * c.came, i.income) AS wanted
    FROM came AS c
    JOIN receivers AS r ON r.receiver = c.receiver_activity
    JOIN plans AS n ON n.iati_identifier = r.iati_identifier
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
    WINDOW holder AS (PARTITION BY holder, year, level)
)
SELECT
    p.iati_identifier, p.year,
    amount(p.planned) AS planned_eur,
    amount(least(coalesce(sum(g.granted), 0), p.planned)) AS covered_eur
FROM plans AS p
LEFT JOIN granted AS g USING (iati_identifier, year)
GROUP BY p.iati_identifier, p.year, p.planned
