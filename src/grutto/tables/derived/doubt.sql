-- What may count twice and no rule decides, never more than is left on either side.
-- related: what a child and the family below it paid out and no income explains, of what its parents of another publisher
-- disbursed to nobody by name and no claim takes. organisations: what came from an organisation of the release whose rows say
-- that more went to the receiver's organisation than is matched, while nothing says from which activity to which; no more
-- than what the receiver and those below it paid out and no link explains.
WITH kin AS (
    SELECT
        flow, provider_activity, receiver_activity,
        millionths(received_eur - pooled_eur) AS short,
        millionths(unclaimed_eur) AS unclaimed
    FROM claim
    WHERE status = 'related' AND received_eur > pooled_eur AND unclaimed_eur > 0
),
of_parent AS (
    SELECT
        flow, provider_activity, receiver_activity, short,
        part(least(unclaimed, sum(short) OVER whole), sum(short) OVER (whole ORDER BY receiver_activity), short, sum(short) OVER whole) AS doubt
    FROM kin
    WINDOW whole AS (PARTITION BY flow, provider_activity)
),
related AS (
    SELECT flow, receiver_activity, string_agg(provider_activity, '”, “' ORDER BY provider_activity) AS sources, least(max(short), sum(doubt)) AS doubt
    FROM of_parent
    GROUP BY ALL
),
pools AS (
    SELECT flow, iati_identifier AS provider_activity, partner_org, greatest(sum(millionths(amount_eur)), 0) AS pool
    FROM link_row
    WHERE side = 'provider' AND basis = 'none' AND partner_org <> 'unspecified' AND amount_eur IS NOT NULL
    GROUP BY ALL
),
claimed AS (
    SELECT
        c.flow, c.provider_activity, p.reporting_org AS provider_org, r.reporting_org AS receiver_org,
        sum(millionths(c.pooled_eur)) AS pooled,
        sum(greatest(millionths(c.sent_eur + c.pooled_eur - c.matched_eur), 0)) AS beyond
    FROM claim AS c
    JOIN portfolio AS p ON p.iati_identifier = c.provider_activity
    JOIN portfolio AS r ON r.iati_identifier = c.receiver_activity
    WHERE c.status NOT IN ('related', 'self')
    GROUP BY ALL
),
sent AS (
    SELECT flow, provider_org, receiver_org, sum(open) AS open
    FROM (
        SELECT
            o.flow, p.reporting_org AS provider_org, o.partner_org AS receiver_org,
            o.pool - least(o.pool, coalesce(c.pooled, 0)) AS open
        FROM pools AS o
        JOIN portfolio AS p ON p.iati_identifier = o.provider_activity
        LEFT JOIN claimed AS c
            ON c.flow = o.flow AND c.provider_activity = o.provider_activity AND c.receiver_org = o.partner_org
        UNION ALL
        SELECT flow, provider_org, receiver_org, beyond FROM claimed
    ) AS every_part
    WHERE provider_org <> receiver_org
    GROUP BY ALL
),
got AS (
    SELECT flow, iati_identifier AS receiver_activity, partner_org AS provider_org, millionths(amount_eur) AS got
    FROM link_row
    WHERE side = 'receiver' AND basis = 'none' AND amount_eur IS NOT NULL
    UNION ALL
    SELECT c.flow, c.receiver_activity, p.reporting_org, greatest(millionths(c.received_eur - c.matched_eur), 0)
    FROM claim AS c
    JOIN portfolio AS p ON p.iati_identifier = c.provider_activity
    WHERE c.basis = 'organisations'
),
branch AS (
    SELECT o.flow, b.ancestor AS iati_identifier, sum(millionths(o.paid_eur - o.refund_eur)) AS paid
    FROM outflow AS o
    JOIN (
        SELECT iati_identifier, iati_identifier AS ancestor FROM portfolio
        UNION ALL
        SELECT iati_identifier, ancestor FROM family
    ) AS b ON b.iati_identifier = o.iati_identifier
    GROUP BY ALL
),
netted AS (
    SELECT flow, receiver_activity, sum(millionths(matched_eur)) AS matched FROM claim GROUP BY ALL
),
in_doubt AS (
    SELECT
        g.flow, g.receiver_activity, g.provider_org, r.reporting_org AS receiver_org,
        least(sum(g.got), any_value(b.paid) - coalesce(any_value(n.matched), 0)) AS short
    FROM got AS g
    JOIN portfolio AS r ON r.iati_identifier = g.receiver_activity
    JOIN branch AS b ON b.flow = g.flow AND b.iati_identifier = g.receiver_activity
    LEFT JOIN netted AS n ON n.flow = g.flow AND n.receiver_activity = g.receiver_activity
    GROUP BY ALL
    HAVING short > 0
),
of_organisation AS (
    SELECT
        d.flow, d.receiver_activity, d.provider_org, d.short,
        part(least(s.open, sum(d.short) OVER whole), sum(d.short) OVER (whole ORDER BY d.receiver_activity), d.short, sum(d.short) OVER whole) AS doubt
    FROM in_doubt AS d
    JOIN sent AS s ON s.flow = d.flow AND s.provider_org = d.provider_org AND s.receiver_org = d.receiver_org
    WHERE s.open > 0
    WINDOW whole AS (PARTITION BY d.flow, d.provider_org, d.receiver_org)
),
every AS (
    SELECT flow, receiver_activity, 'related' AS because, sources, doubt FROM related
    UNION ALL
    SELECT flow, receiver_activity, 'organisations', provider_org, doubt FROM of_organisation
)
SELECT
    e.flow, e.receiver_activity AS iati_identifier, e.because, e.sources, amount(e.doubt) AS doubt_eur,
    first_number() + row_number() OVER (ORDER BY e.flow, e.receiver_activity, e.because, e.sources) AS source_row,
    p.snapshot, p.locator
FROM every AS e
JOIN portfolio AS p ON p.iati_identifier = e.receiver_activity
WHERE e.doubt > 0
