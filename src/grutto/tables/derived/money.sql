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
    LEFT JOIN netting AS n ON n.source_row = a.source_row AND n.year IS NOT DISTINCT FROM a.year AND a.counted
    LEFT JOIN own AS o ON o.snapshot = a.snapshot AND o.owner = a.locator AND o.axis = 'place'
    LEFT JOIN allocation AS s
        ON s.snapshot = a.snapshot AND s.axis = 'place' AND s.weight > 0
        AND s.owner = CASE WHEN o.owner IS NULL THEN a.activity_locator ELSE a.locator END
),
divided_rows AS (
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
),
-- What a purpose code cannot say about a return or a reception cost, the activity's tag does.
-- Only the counted copy of an activity speaks. Several natures cannot be told apart, and one that no rule knows decides nothing.
natures AS (
    SELECT
        t.iati_identifier,
        CASE
            WHEN count(DISTINCT t.code) > 1 THEN 'several'
            WHEN count(r.nature) = 0 THEN 'unrecognised'
            ELSE min(t.code)
        END AS nature
    FROM tag AS t
    JOIN portfolio AS p ON p.snapshot = t.snapshot AND p.locator = t.parent
    LEFT JOIN (SELECT DISTINCT nature FROM oda_rule) AS r ON r.nature = t.code
    WHERE t.vocabulary_uri = 'urn:grutto:oda'
    GROUP BY t.iati_identifier
),
cases AS (
    SELECT DISTINCT m.year, m.country, m.region, m.sector, coalesce(n.nature, '') AS nature
    FROM divided_rows AS m
    LEFT JOIN natures AS n ON n.iati_identifier = m.iati_identifier
),
-- A code that no list has, and a country whose row in the list of recipients names no source, lead to no verdict.
known_cases AS (
    SELECT
        c.*,
        CASE WHEN c.sector = 'unspecified' OR purpose.code IS NOT NULL THEN c.sector ELSE 'unlisted' END AS purpose,
        CASE
            WHEN c.country IN (SELECT country FROM dac_recipient WHERE source IS NULL) THEN 'unlisted'
            WHEN d.country IS NOT NULL THEN 'recipient'
            WHEN c.country IN (SELECT country FROM country_code) THEN 'not-recipient'
            WHEN c.country <> 'unspecified' THEN 'unlisted'
            WHEN region.code IS NOT NULL THEN 'region'
            WHEN c.region <> 'unspecified' AND c.region NOT LIKE '%:%' THEN 'unlisted'
            ELSE 'unspecified'
        END AS place
    FROM cases AS c
    LEFT JOIN dac_recipient AS d
        ON d.country = c.country AND c.year >= d.since AND c.year <= coalesce(d.until, 9999)
    LEFT JOIN dac_code AS purpose ON purpose.list = 'purpose' AND purpose.code = c.sector
    LEFT JOIN dac_code AS region ON region.list = 'region' AND region.code = c.region
),
verdicts AS (
    SELECT
        k.year, k.country, k.region, k.sector, k.nature,
        arg_min({'verdict': r.verdict, 'rule': r.rule || ' ' || r.version, 'reason': 'oda.' || r.reason}, r.rank) AS told
    FROM known_cases AS k
    JOIN dac_recipient AS covered ON covered.country = '*' AND k.year BETWEEN covered.since AND covered.until
    JOIN oda_rule AS r
        ON k.year BETWEEN coalesce(r.since, 0) AND coalesce(r.until, 9999)
        AND coalesce(r.nature, k.nature) = k.nature
        AND (r.sector = '*' OR list_contains(string_split(r.sector, ' '), k.purpose))
        AND (r.place = '*' OR r.place = k.place)
    GROUP BY ALL
)
SELECT
    m.*,
    coalesce(v.told.verdict, 'unknown') AS oda,
    coalesce(v.told.rule, 'years covered') AS oda_rule,
    coalesce(v.told.reason, 'oda.list-missing') AS oda_because
FROM divided_rows AS m
LEFT JOIN natures AS n ON n.iati_identifier = m.iati_identifier
LEFT JOIN verdicts AS v
    ON v.year = m.year AND v.country = m.country AND v.region = m.region AND v.sector = m.sector
    AND v.nature = coalesce(n.nature, '')
