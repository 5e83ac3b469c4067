SELECT
    CASE WHEN transaction_type = '2' THEN 'commitment' ELSE 'funds' END AS flow,
    iati_identifier,
    coalesce(sum(amount_eur) FILTER (amount_eur > 0), 0) AS paid_eur,
    coalesce(-sum(amount_eur) FILTER (amount_eur < 0), 0) AS refund_eur,
    min(period_start) AS first_day
FROM amount
WHERE transaction_type IN ('2', '3', '4')
GROUP BY ALL
