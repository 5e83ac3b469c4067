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
    UNION
    -- Geographic vocabulary A4: ISO 3166-1 alpha-2. A location says where, never how much.
    SELECT p.iati_identifier, upper(l.location_id), 'unspecified'
    FROM location AS l
    JOIN portfolio AS p ON p.snapshot = l.snapshot AND p.locator = l.parent
    WHERE l.location_id_vocabulary = 'A4'
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
