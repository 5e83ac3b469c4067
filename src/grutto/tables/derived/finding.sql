WITH beyond AS (
    SELECT snapshot, iati_identifier, locator, kind, field, name, coalesce(value, xml) AS value FROM extension
    UNION ALL
    SELECT snapshot, organisation_identifier, locator, kind, field, name, coalesce(value, xml) FROM organisation_extension
),
found AS (
    SELECT severity, code, message, repair, iati_identifier, locator, line, value, snapshot FROM file_finding
    UNION ALL
    SELECT
        'warning', 'activity.twice', CASE WHEN a.last_updated_datetime IS NULL
            THEN 'The same activity is reported {copies} times; this copy does not say when it was changed: one that does, has more'
                || ' transactions or stands later is counted'
            ELSE 'The same activity is reported {copies} times; the one changed last is counted'
        END || '|copies=' || p.copies,
        'publish each activity in one file', a.iati_identifier, a.locator, 0, NULL, a.snapshot
    FROM activity AS a
    JOIN portfolio AS p ON p.iati_identifier = a.iati_identifier
    WHERE p.copies > 1 AND NOT (p.snapshot = a.snapshot AND p.locator = a.locator)
    UNION ALL
    SELECT
        CASE WHEN name = 'iati-activity' THEN 'error' ELSE 'warning' END,
        'beyond.' || kind,
        CASE
            WHEN name = 'iati-activity' THEN 'An activity stands inside another one and was not read; it is kept aside and counts nothing'
            WHEN kind = 'text' AND count(*) = 1 THEN 'Text stands where the standard has none; it is kept aside and counts nothing'
            WHEN kind = 'text' THEN 'Text stands where the standard has none ({times} times here); it is kept aside and counts nothing'
            WHEN count(*) = 1 THEN 'The standard has no place here for {name}; it is kept aside and counts nothing'
            ELSE 'The standard has no place here for {name} ({times} times here); it is kept aside and counts nothing'
        END
        || '|times=' || count(*) || coalesce('|name=' || printf(CASE kind WHEN 'attribute' THEN '@%s' ELSE '<%s>' END, name), ''),
        CASE WHEN name = 'iati-activity' THEN 'put it beside the other' ELSE 'write it where the standard has it, or in a namespace of your own' END,
        iati_identifier, min(locator), 0, substr(min(value), 1, 200), snapshot
    FROM beyond
    WHERE kind IN ('element', 'attribute', 'text') AND NOT starts_with(coalesce(name, ''), '{')
    GROUP BY snapshot, iati_identifier, kind, name, field
    UNION ALL
    SELECT
        'error', 'transaction.type-unknown', 'The standard has no transaction type “{type}”: this amount is in no total|type=' || transaction_type,
        'use a code of the list TransactionType, such as 3 for a disbursement', iati_identifier, locator, 0, transaction_type, snapshot
    FROM transaction
    WHERE transaction_type NOT IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13')
    UNION ALL
    SELECT
        'warning', 'budget.type-unknown', 'The standard has no budget type “{type}”: nobody can tell whether it revises another one|type=' || type,
        'write 1 for original or 2 for revised', iati_identifier, locator, 0, type, snapshot
    FROM budget
    WHERE type NOT IN ('1', '2')
    UNION ALL
    SELECT
        'warning', 'activity.case', 'This identifier differs from another one only in upper and lower case',
        'write it the same everywhere', iati_identifier, locator, 0, NULL, snapshot
    FROM portfolio
    QUALIFY count(*) OVER (PARTITION BY lower(iati_identifier)) > 1
    UNION ALL
    SELECT
        'warning', 'share.not-100',
        'The shares of {axis} add up to {sum} %; they were rescaled to 100 %|sum=' || printf('%.6g', max(whole) / 1e6) || divided(axis),
        'make the shares add up to 100', NULL, owner, 0, NULL, snapshot
    FROM allocation
    GROUP BY snapshot, owner, axis
    HAVING abs(max(whole) - 100000000) > 10000 AND count(percentage) > 0
    UNION ALL
    SELECT
        'warning', 'share.negative', 'A share of {axis} is negative; it was read as 0' || divided(axis),
        'give shares from 0 to 100', NULL, owner, 0, CAST(percentage AS VARCHAR), snapshot
    FROM allocation
    WHERE percentage < 0
    UNION ALL
    SELECT
        'advice', 'share.missing', 'Several {axis} without shares: amounts go to “not specified”' || divided(axis),
        'give each a percentage', NULL, owner, 0, NULL, snapshot
    FROM allocation
    GROUP BY snapshot, owner, axis
    HAVING count(*) - count(percentage) > 2
    UNION ALL
    SELECT
        'warning', 'share.nothing-left', 'One of the {axis} has no share and the others take all: it gets nothing' || divided(axis),
        'give each a percentage', NULL, owner, 0, NULL, snapshot
    FROM allocation
    GROUP BY snapshot, owner, axis
    HAVING count(*) - count(percentage) = 1 AND count(*) > 1 AND min(weight) FILTER (percentage IS NULL) = 0
    UNION ALL
    SELECT
        'warning', 'identifier.spaces', 'This identifier has white space in it',
        'write the identifier without spaces, the same in every file', iati_identifier, locator, 0, iati_identifier, snapshot
    FROM portfolio
    WHERE regexp_matches(iati_identifier, '\s')
    UNION ALL
    SELECT
        'warning', 'budget.over-a-year', 'This budget covers more than a year; it was divided over calendar years by days',
        'give one budget a year', iati_identifier, locator, 0, NULL, snapshot
    FROM budget
    WHERE period_end >= period_start + INTERVAL 1 YEAR
    UNION ALL
    SELECT DISTINCT
        'error', kind || '.not-counted', 'This amount is not counted: {because}|because=' || not_counted_because,
        'correct the amount or its period', iati_identifier, locator, 0, CAST(value AS VARCHAR), snapshot
    FROM amount
    WHERE NOT counted
        AND not_counted_because IN ('period-reversed', 'period-of-ages', 'period-unknown', 'budget-negative')
    UNION ALL
    SELECT DISTINCT
        'warning', 'budget.overlap',
        CASE WHEN NOT EXISTS (SELECT 1 FROM amount AS k WHERE k.source_row = a.source_row AND k.counted)
            THEN 'Another budget is given for all of these days; there the other one counts: valued later, else of the'
                || ' very year, of fewer days or larger'
            ELSE 'Another budget is given for a part of these days; there the other one counts: valued later, else of the very year,'
                || ' of fewer days or larger' END,
        'give one original and one revised budget a period', iati_identifier, locator, 0, CAST(value AS VARCHAR), snapshot
    FROM amount AS a
    WHERE kind = 'budget' AND not_counted_because = 'replaced-by-later'
    UNION ALL
    SELECT DISTINCT
        'advice', 'budget.partly-revised', 'A revised budget covers only a part of these days; the rest of this one counts, by days',
        'give the revised budget the period of the original', a.iati_identifier, a.locator, 0, CAST(a.value AS VARCHAR), a.snapshot
    FROM amount AS a
    JOIN amount AS kept ON kept.source_row = a.source_row AND kept.counted
    WHERE a.kind = 'budget' AND a.not_counted_because = 'replaced-by-revised'
    UNION ALL
    SELECT DISTINCT
        'warning', 'amount.unknown', 'This amount is unknown in euros: {because}|because=' || unknown_because,
        'import a file of rates that has it', iati_identifier, locator, 0, value || ' ' || currency, snapshot
    FROM amount
    WHERE counted AND unknown_because IS NOT NULL AND value IS NOT NULL
    UNION ALL
    SELECT
        'warning', 'hierarchy.no-parent',
        'This activity stands at level {level} and no activity above it is linked to it: where its money is counted once along'
        || ' the chain, what stands above it may count twice|level=' || p.hierarchy,
        'name its parent: related-activity of type 1', p.iati_identifier, p.locator, 0, NULL, p.snapshot
    FROM portfolio AS p
    WHERE p.hierarchy > 1
        AND EXISTS (SELECT 1 FROM portfolio AS u WHERE u.reporting_org = p.reporting_org AND u.hierarchy < p.hierarchy)
        AND EXISTS (SELECT 1 FROM amount AS a WHERE a.iati_identifier = p.iati_identifier AND a.kind = 'transaction')
        AND NOT EXISTS (
            SELECT 1 FROM related_activity AS r
            WHERE (r.iati_identifier = p.iati_identifier AND r.type = '1') OR (r.ref = p.iati_identifier AND r.type = '2')
        )
    UNION ALL
    SELECT
        'warning', 'chain.missing',
        'Money went to “{through}”, which is in no file, and came from there to “{activity}”: up to EUR {amount} may count twice|through='
        || s.receiver_activity || '|activity=' || r.receiver_activity
        || '|amount=' || printf('%.0f', least(s.sent, sum(r.received_eur) OVER (PARTITION BY r.provider_activity))),
        'import the file that has “{through}”|through=' || s.receiver_activity, r.receiver_activity, r.locator, 0, s.receiver_activity, r.snapshot
    FROM link AS r
    JOIN (
        SELECT receiver_activity, sum(sent_eur) AS sent
        FROM link WHERE flow = 'funds' AND status = 'partner-missing' AND provider_rows > 0 GROUP BY ALL
    ) AS s ON s.receiver_activity = r.provider_activity
    WHERE r.flow = 'funds' AND r.status = 'partner-missing' AND r.receiver_rows > 0
    UNION ALL
    SELECT
        'warning', 'chain.missing',
        'Money went to “{through}”, which is in no file, and came from there to “{activity}”: up to EUR {amount} may count twice|through='
        || o.activity_id || '|activity=' || o.iati_identifier || '|amount=' || printf('%.0f', s.sent),
        'import the file that has “{through}”|through=' || o.activity_id, o.iati_identifier, o.locator, 0, o.activity_id, o.snapshot
    FROM participating_org AS o
    JOIN portfolio AS p ON p.snapshot = o.snapshot AND p.locator = o.parent
    JOIN (
        SELECT receiver_activity, sum(sent_eur) AS sent
        FROM link WHERE flow = 'funds' AND status = 'partner-missing' AND provider_rows > 0 GROUP BY ALL
    ) AS s ON s.receiver_activity = o.activity_id
    ANTI JOIN (SELECT provider_activity, receiver_activity FROM link WHERE flow = 'funds') AS r
        ON r.provider_activity = o.activity_id AND r.receiver_activity = o.iati_identifier
    WHERE o.role = '1'
    UNION ALL
    SELECT
        'warning', 'chain.related',
        'This activity calls “{parent}” of another publisher its parent or is called its child, and no row links them: up to EUR {amount}'
        || ' may count twice|parent=' || sources || '|amount=' || printf('%.0f', doubt_eur),
        'name the other activity on the transactions', iati_identifier, locator, 0, NULL, snapshot
    FROM doubt
    WHERE flow = 'funds' AND because = 'related'
    UNION ALL
    SELECT
        'warning', 'chain.organisations',
        'This activity and “{organisation}” name each other’s organisation only, and no row says which activities are meant: up to EUR {amount}'
        || ' may count twice|organisation=' || sources || '|amount=' || printf('%.0f', doubt_eur),
        'name the other activity on the transactions', iati_identifier, locator, 0, sources, snapshot
    FROM doubt
    WHERE flow = 'funds' AND because = 'organisations'
    UNION ALL
    SELECT
        'warning', 'oda.nature', 'This tag names no nature that a rule of development assistance knows: its money has no verdict',
        'use one of: {known}|known=' || (SELECT string_agg(DISTINCT nature, ', ' ORDER BY nature) FROM oda_rule WHERE rank >= 100),
        t.iati_identifier, t.locator, 0, t.code, t.snapshot
    FROM tag AS t
    JOIN portfolio AS p ON p.snapshot = t.snapshot AND p.locator = t.parent
    ANTI JOIN (SELECT nature FROM oda_rule WHERE rank >= 100) AS r ON r.nature = t.code
    WHERE t.vocabulary_uri = 'urn:grutto:oda'
    UNION ALL
    SELECT
        'warning', 'rate.contradiction', 'Two files give different rates of {currency} on {day}|currency=' || currency || '|day=' || rate_date,
        'keep one of the files', NULL, min(locator), 0, NULL, min(snapshot)
    FROM exchange_rate
    GROUP BY currency, rate_date
    HAVING count(DISTINCT units_per_eur) > 1
    UNION ALL
    SELECT
        'warning', 'statistic.revised',
        CASE WHEN count(*) = 1 THEN 'A number of {indicator} differs from that of “{before}”, of the same data flow; this one counts now'
            ELSE '{number} numbers of {indicator} differ from those of “{before}”, of the same data flow; these count now|number=' || count(*)
        END || '|indicator=' || r.indicator || '|before=' || min(before.name),
        'nothing, if this file is the later one; else take it out', NULL, min(r.locator_now), 0,
        arg_min(
            r.ref_area || ', ' || r.counterpart || ', ' || r.time_period || ': ' || told(r.value_before) || ' → ' || told(r.value_now),
            r.locator_now
        ),
        r.snapshot_now
    FROM revision AS r JOIN file AS before ON before.snapshot = r.snapshot
    WHERE r.snapshot_now IS NOT NULL
    GROUP BY r.snapshot_now, r.snapshot, r.indicator
    UNION ALL
    SELECT
        'error', 'statistic.contradiction',
        '{number} numbers of {indicator} stand twice in this file, each time different: they are unknown|number=' || count(*)
        || '|indicator=' || indicator,
        'fetch it again; if it stays so, ask the publisher', NULL, min(locator), 0,
        arg_min(ref_area || ', ' || counterpart || ', ' || time_period, locator), snapshot
    FROM observation
    WHERE unknown_because = 'contradicted'
    GROUP BY snapshot, indicator
    UNION ALL
    SELECT
        'warning', 'statistic.total',
        'The parts of this total add up to more than it ({indicator}): {parts} and {total}|indicator=' || indicator
        || '|parts=' || told(parts) || '|total=' || told(obs_value),
        'compare the two with what the publisher shows; the total is not added', NULL, locator, 0, ref_area || ', ' || time_period, snapshot
    FROM (
        SELECT t.*, p.parts, p.number
        FROM observation AS t
        JOIN (
            SELECT dataflow, indicator, ref_area, time_period, sex, age, breakdown, stock_flow, unit, sum(obs_value) AS parts, count(*) AS number
            FROM observation
            WHERE counterpart_kind IN ('country', 'other') AND NOT total
            GROUP BY ALL
        ) AS p USING (dataflow, indicator, ref_area, time_period, sex, age, breakdown, stock_flow, unit)
        WHERE t.counterpart = '_T' AND unit <> 'percent'
    )
    WHERE parts > obs_value + greatest(3 * number, abs(obs_value) / 200)
    UNION ALL
    SELECT
        'warning', 'statistic.total',
        'The parts of this total add up to something else ({indicator}): {parts} and {total}|indicator=' || indicator
        || '|parts=' || told(parts) || '|total=' || told(obs_value),
        'compare the two with what the publisher shows; the total is not added', NULL, locator, 0, ref_area || ', ' || counterpart || ', ' || time_period, snapshot
    FROM (
        SELECT t.*, p.parts, p.number
        FROM observation AS t
        JOIN (
            SELECT dataflow, indicator, ref_area, counterpart, time_period, sex, age, stock_flow, unit, sum(obs_value) AS parts, count(*) AS number
            FROM observation
            WHERE NOT is_whole(breakdown)
            GROUP BY ALL
            HAVING count(*) = count(obs_value)
        ) AS p USING (dataflow, indicator, ref_area, counterpart, time_period, sex, age, stock_flow, unit)
        WHERE t.total AND is_whole(t.breakdown) AND unit <> 'percent'
    )
    WHERE abs(parts - obs_value) > greatest(3 * number, abs(obs_value) / 200)
)
SELECT
    f.severity, f.code, f.message, f.repair, s.name AS file, f.iati_identifier, f.locator, f.line, f.value, f.snapshot,
    first_number() + row_number() OVER (ORDER BY s.name, f.snapshot, f.locator, f.code, f.message, f.value) AS source_row
FROM found AS f
LEFT JOIN file AS s ON s.snapshot = f.snapshot
