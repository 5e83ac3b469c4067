-- IATI standard, percentages of recipient countries and regions and of sectors: countries and regions share one 100 %,
-- each vocabulary has its own 100 %. A share missing on the only part is 100. Shares that do not add up to 100 are
-- rescaled. A rest that no part claims is "unspecified", never dropped.
-- Regions: the vocabulary of the DAC where it is used, else the first other one, its code written `vocabulary:code`.
WITH regions AS (
    SELECT *, min(word) OVER (PARTITION BY snapshot, owner) AS chosen
    FROM (
        SELECT snapshot, parent AS owner, coalesce(vocabulary, '1') AS word, code, percentage, locator FROM recipient_region
        UNION ALL
        SELECT snapshot, parent, coalesce(vocabulary, '1'), code, percentage, locator FROM transaction_recipient_region
    ) AS region
),
sectors AS (
    SELECT snapshot, parent AS owner, coalesce(vocabulary, '1') AS word, code, percentage, locator FROM sector
    UNION ALL
    SELECT snapshot, parent, coalesce(vocabulary, '1'), code, percentage, locator FROM transaction_sector
),
named AS (
    SELECT snapshot, parent AS owner, 'place' AS axis, upper(code) AS country, NULL AS region, NULL AS sector, percentage, locator
    FROM recipient_country
    UNION ALL
    SELECT snapshot, parent, 'place', upper(code), NULL, NULL, percentage, locator FROM transaction_recipient_country
    UNION ALL
    SELECT snapshot, owner, 'place', NULL, CASE WHEN word = '1' THEN code ELSE word || ':' || code END, NULL, percentage, locator
    FROM regions WHERE word = chosen
    UNION ALL
    SELECT snapshot, owner, CASE WHEN word = '1' THEN 'sector' ELSE 'sector:' || word END, NULL, NULL, code, percentage, locator
    FROM sectors
),
wholes AS (
    SELECT
        snapshot,
        owner,
        axis,
        coalesce(sum(greatest(percentage, 0)), 0) AS given,
        count(*) - count(percentage) AS missing
    FROM named
    GROUP BY snapshot, owner, axis
),
weighted AS (
    SELECT
        n.*,
        CASE
            WHEN n.percentage IS NOT NULL THEN greatest(n.percentage, 0)
            WHEN w.missing = 1 THEN greatest(100 - w.given, 0)
            ELSE 0
        END AS share
    FROM named AS n
    JOIN wholes AS w USING (snapshot, owner, axis)
    UNION ALL
    SELECT snapshot, owner, axis, NULL, NULL, NULL, NULL, '~', greatest(100 - given, 0)
    FROM wholes
    WHERE missing > 1 OR given <= 0 AND missing = 0
),
parts AS (
    SELECT
        *,
        CAST(millionths(share) AS BIGINT) AS weight,
        row_number() OVER (PARTITION BY snapshot, owner, axis ORDER BY locator, country, region, sector) AS part
    FROM weighted
)
SELECT
    snapshot,
    owner,
    axis,
    CASE WHEN axis = 'place' THEN coalesce(country, 'unspecified') END AS country,
    CASE WHEN axis = 'place' THEN coalesce(region, 'unspecified') END AS region,
    CASE WHEN axis <> 'place' THEN coalesce(sector, 'unspecified') END AS sector,
    percentage,
    weight,
    sum(weight) OVER (PARTITION BY snapshot, owner, axis ORDER BY part) AS upto,
    sum(weight) OVER (PARTITION BY snapshot, owner, axis) AS whole,
    part
FROM parts
