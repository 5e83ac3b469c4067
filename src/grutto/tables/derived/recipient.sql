-- A location of vocabulary A4 (ISO 3166-1 alpha-2) says where, never how much.
WITH owners AS (
    SELECT iati_identifier, snapshot, locator AS owner FROM portfolio
    UNION ALL
    SELECT t.iati_identifier, t.snapshot, t.locator
    FROM transaction AS t
    JOIN portfolio AS p ON p.snapshot = t.snapshot AND p.locator = t.parent
),
places AS (
    SELECT o.iati_identifier, a.country
    FROM owners AS o
    JOIN allocation AS a ON a.snapshot = o.snapshot AND a.owner = o.owner AND a.axis = 'place'
    WHERE a.country <> 'unspecified'
    UNION
    SELECT p.iati_identifier, upper(l.location_id)
    FROM location AS l
    JOIN portfolio AS p ON p.snapshot = l.snapshot AND p.locator = l.parent
    WHERE l.location_id_vocabulary = 'A4'
)
SELECT
    p.iati_identifier,
    p.title,
    coalesce(s.country, 'unspecified') AS country,
    p.source_row,
    p.snapshot,
    p.locator
FROM portfolio AS p
LEFT JOIN places AS s ON s.iati_identifier = p.iati_identifier
