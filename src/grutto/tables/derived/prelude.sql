-- What the numbers of rows are counted from; each shard of a large release has its own.
CREATE OR REPLACE MACRO first_number() AS 0;
-- Amounts are whole millionths while they are multiplied, so that no part of a cent is lost or made.
CREATE OR REPLACE MACRO millionths(amount) AS CAST(amount * 1000000 AS HUGEINT);
-- a / b, rounded half away from zero, in whole numbers.
CREATE OR REPLACE MACRO rounded(a, b) AS CASE WHEN a < 0 THEN -((2 * -a + b) // (2 * b)) ELSE (2 * a + b) // (2 * b) END;
-- The part of an amount between two marks of a whole; the parts of one whole always add up to it.
CREATE OR REPLACE MACRO part(amount, upto, weight, whole) AS rounded(amount * upto, whole) - rounded(amount * (upto - weight), whole);
-- Of an amount with this value, what is left if another value of the same sign is smaller; nothing if the signs differ.
CREATE OR REPLACE MACRO in_common(amount, value, other) AS CASE
    WHEN sign(value) * sign(other) <= 0 THEN 0
    WHEN abs(other) >= abs(value) THEN amount
    ELSE rounded(amount * abs(other), abs(value))
END;
CREATE OR REPLACE MACRO amount(whole) AS CAST(whole AS DECIMAL(32, 0)) * 0.000001::DECIMAL(6, 6);
-- What an axis of `allocation` divides over, as the place of a remark (locale/reasons.py).
CREATE OR REPLACE MACRO divided(axis) AS CASE
    WHEN axis = 'place' THEN '|axis=axis.place'
    WHEN axis = 'sector' THEN '|axis=axis.sector'
    ELSE '|axis=axis.vocabulary|number=' || split_part(axis, ':', 2)
END;
-- Whether a breakdown divides nothing: it is none, or each of its parts is the total.
CREATE OR REPLACE MACRO is_whole(breakdown) AS breakdown = '_T' OR regexp_full_match(breakdown, '([^=;]+=_T;?)+');
-- A number as people write it, without the zeros of its scale.
CREATE OR REPLACE MACRO told(number) AS coalesce(regexp_replace(regexp_replace(CAST(number AS VARCHAR), '(\.\d*?)0+$', '\1'), '\.$', ''), 'none');
