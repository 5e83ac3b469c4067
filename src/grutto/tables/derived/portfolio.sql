-- The same activity in several files or twice in one: all are kept in `activity`, the one changed last counts. Of those changed at
-- one time, and where none says when it was changed, the one that its publisher sent last counts, then the one with more
-- transactions, then the one that comes later: by name of the file, and in the file.
WITH sizes AS (
    SELECT snapshot, parent AS locator, count(*) AS transactions FROM transaction GROUP BY ALL
),
ranked AS (
    SELECT
        a.*,
        row_number() OVER (
            PARTITION BY a.iati_identifier
            ORDER BY
                try_cast(a.last_updated_datetime AS TIMESTAMPTZ) DESC NULLS LAST, coalesce(f.arrival, 0) DESC,
                coalesce(s.transactions, 0) DESC, f.name DESC, length(a.locator) DESC, a.locator DESC, a.snapshot
        ) AS place,
        count(*) OVER (PARTITION BY a.iati_identifier) AS copies
    FROM activity AS a
    LEFT JOIN sizes AS s ON s.snapshot = a.snapshot AND s.locator = a.locator
    LEFT JOIN file AS f ON f.snapshot = a.snapshot
),
dates AS (
    SELECT
        snapshot,
        parent,
        min(iso_date) FILTER (type = '1') AS planned_start,
        min(iso_date) FILTER (type = '2') AS actual_start,
        max(iso_date) FILTER (type = '3') AS planned_end,
        max(iso_date) FILTER (type = '4') AS actual_end
    FROM activity_date
    GROUP BY snapshot, parent
),
implementing AS (
    SELECT
        snapshot,
        parent,
        count(DISTINCT coalesce(ref, name)) AS organisations,
        min(coalesce(name, ref)) AS first_name
    FROM participating_org
    WHERE role = '4'
    GROUP BY snapshot, parent
)
SELECT
    a.iati_identifier,
    a.title,
    a.reporting_org,
    a.reporting_org_name,
    coalesce(a.hierarchy, 1) AS hierarchy,
    a.activity_status,
    d.planned_start,
    d.actual_start,
    d.planned_end,
    d.actual_end,
    CASE
        WHEN i.organisations > 1 THEN 'several'
        ELSE coalesce(i.first_name, 'unspecified')
    END AS implementing_org,
    a.copies,
    first_number() + row_number() OVER (ORDER BY a.iati_identifier) AS source_row,
    a.snapshot,
    a.locator
FROM ranked AS a
LEFT JOIN dates AS d ON d.snapshot = a.snapshot AND d.parent = a.locator
LEFT JOIN implementing AS i ON i.snapshot = a.snapshot AND i.parent = a.locator
WHERE a.place = 1
