-- IATI standard, percentages of recipient countries and regions and of sectors: countries and regions share one 100 %,
-- each vocabulary has its own 100 %. A share missing on the only part is 100. Shares that do not add up to 100 are
-- rescaled. A rest that no part claims is "unspecified", never dropped.
WITH named AS (
    SELECT snapshot, parent AS owner, 'place' AS axis, upper(code) AS country, NULL AS region, NULL AS sector, percentage, locator
    FROM recipient_country
    UNION ALL
    SELECT snapshot, parent, 'place', NULL, code, NULL, percentage, locator
    FROM recipient_region WHERE coalesce(vocabulary, '1') = '1'
    UNION ALL
    SELECT snapshot, parent, 'sector', NULL, NULL, code, percentage, locator
    FROM sector WHERE coalesce(vocabulary, '1') = '1'
    UNION ALL
    SELECT snapshot, parent, 'place', upper(code), NULL, NULL, percentage, locator
    FROM transaction_recipient_country
    UNION ALL
    SELECT snapshot, parent, 'place', NULL, code, NULL, percentage, locator
    FROM transaction_recipient_region WHERE coalesce(vocabulary, '1') = '1'
    UNION ALL
    SELECT snapshot, parent, 'sector', NULL, NULL, code, percentage, locator
    FROM transaction_sector WHERE coalesce(vocabulary, '1') = '1'
),
wholes AS (
    SELECT
        snapshot,
        owner,
        axis,
        coalesce(sum(percentage), 0) AS given,
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
    CASE WHEN axis = 'sector' THEN coalesce(sector, 'unspecified') END AS sector,
    percentage,
    weight,
    sum(weight) OVER (PARTITION BY snapshot, owner, axis ORDER BY part) AS upto,
    sum(weight) OVER (PARTITION BY snapshot, owner, axis) AS whole,
    part
FROM parts
