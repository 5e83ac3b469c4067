WITH owners AS (
    SELECT iati_identifier, snapshot, locator AS owner FROM portfolio
    UNION ALL
    SELECT t.iati_identifier, t.snapshot, t.locator
    FROM transaction AS t
    JOIN portfolio AS p ON p.snapshot = t.snapshot AND p.locator = t.parent
),
places AS (
    SELECT DISTINCT o.iati_identifier, a.country, a.region
    FROM owners AS o
    JOIN allocation AS a ON a.snapshot = o.snapshot AND a.owner = o.owner AND a.axis = 'place'
    WHERE a.country <> 'unspecified' OR a.region <> 'unspecified'
)
SELECT
    p.iati_identifier,
    p.title,
    coalesce(s.country, 'unspecified') AS country,
    coalesce(s.region, 'unspecified') AS region,
    p.source_row,
    p.snapshot,
    p.locator
FROM portfolio AS p
LEFT JOIN places AS s ON s.iati_identifier = p.iati_identifier
