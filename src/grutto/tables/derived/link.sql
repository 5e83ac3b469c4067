SELECT
    c.flow,
    c.provider_activity AS iati_identifier,
    c.provider_activity,
    c.receiver_activity,
    coalesce(p.reporting_org_name, p.reporting_org) AS provider_org,
    coalesce(r.reporting_org_name, r.reporting_org) AS receiver_org,
    c.basis,
    CASE WHEN o.flow IS NOT NULL THEN 'circle' ELSE c.status END AS status,
    c.provider_rows,
    c.receiver_rows,
    c.sent_eur,
    c.pooled_eur,
    c.received_eur,
    c.matched_eur,
    c.sent_eur + c.pooled_eur - c.received_eur AS difference_eur,
    CASE WHEN o.flow IS NOT NULL OR c.inside THEN 0 ELSE c.matched_eur END AS netting_eur,
    CASE WHEN o.flow IS NOT NULL OR c.inside THEN 0 ELSE c.refund_eur END AS refund_eur,
    CASE WHEN c.status = 'unknown' THEN 'link-unknown' END AS unknown_because,
    first_number() + row_number() OVER (ORDER BY c.flow, c.provider_activity, c.receiver_activity) AS source_row,
    c.snapshot,
    c.locator
FROM claim AS c
LEFT JOIN circle AS o
    ON o.flow = c.flow AND o.carrier = c.provider_activity AND o.netted = c.receiver_activity
LEFT JOIN portfolio AS p ON p.iati_identifier = c.provider_activity
LEFT JOIN portfolio AS r ON r.iati_identifier = c.receiver_activity
