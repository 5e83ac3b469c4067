-- Shares on the transaction win over those of the activity (IATI standard, transaction/sector and
-- transaction/recipient-country). First over places, then each of these parts over sectors.
WITH own AS (
    SELECT DISTINCT snapshot, owner, axis FROM allocation
),
placed AS (
    SELECT
        a.*,
        coalesce(s.country, 'unspecified') AS country,
        coalesce(s.region, 'unspecified') AS region,
        coalesce(s.weight, 1) AS place_weight,
        coalesce(s.whole, 1) AS place_whole,
        coalesce(s.part, 1) AS place_part,
        part(millionths(a.amount), coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1)) AS amount_m,
        part(millionths(a.amount_eur), coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1)) AS eur_m,
        part(
            CASE WHEN a.amount_eur IS NOT NULL THEN coalesce(millionths(n.netted_eur), 0) END,
            coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1)
        ) AS netted_m,
        n.netted_because
    FROM amount AS a
    LEFT JOIN netting AS n ON n.source_row = a.source_row
    LEFT JOIN own AS o ON o.snapshot = a.snapshot AND o.owner = a.locator AND o.axis = 'place'
    LEFT JOIN allocation AS s
        ON s.snapshot = a.snapshot AND s.axis = 'place' AND s.weight > 0
        AND s.owner = CASE WHEN o.owner IS NULL THEN a.activity_locator ELSE a.locator END
)
SELECT
    p.kind, p.iati_identifier, p.counted, p.not_counted_because, p.transaction_type, p.budget_type, p.budget_status,
    p.period_start, p.period_end, p.year, p.country, p.region,
    coalesce(s.sector, 'unspecified') AS sector,
    p.provider_org, p.receiver_org, p.provider_activity_id, p.receiver_activity_id,
    p.value, p.currency, p.value_date, p.units_per_eur, p.rate_date, p.rate_snapshot, p.rate_locator, p.year_share,
    printf('%.6g', 100.0 * p.place_weight / p.place_whole) AS place_share,
    printf('%.6g', 100.0 * coalesce(s.weight, 1) / coalesce(s.whole, 1)) AS sector_share,
    amount(part(p.amount_m, coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1))) AS amount,
    amount(part(p.eur_m, coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1))) AS amount_eur,
    amount(part(p.netted_m, coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1))) AS netted_eur,
    amount(
        part(p.eur_m, coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1))
        - part(p.netted_m, coalesce(s.upto, 1), coalesce(s.weight, 1), coalesce(s.whole, 1))
    ) AS once_eur,
    p.netted_because,
    p.unknown_because, p.source_row, p.snapshot, p.locator
FROM placed AS p
LEFT JOIN own AS o ON o.snapshot = p.snapshot AND o.owner = p.locator AND o.axis = 'sector'
LEFT JOIN allocation AS s
    ON s.snapshot = p.snapshot AND s.axis = 'sector' AND s.weight > 0
    AND s.owner = CASE WHEN o.owner IS NULL THEN p.activity_locator ELSE p.locator END
