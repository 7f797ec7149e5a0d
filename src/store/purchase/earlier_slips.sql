WITH RECURSIVE up (no) AS (
    SELECT parcel_no FROM purchase_item WHERE purchase_id = $1
    UNION
    SELECT input.no
    FROM up
    JOIN parcel output ON output.no = up.no
    JOIN parcel input ON input.consumed_seq = output.produced_seq
)
SELECT DISTINCT p.id, p.no, p.serial, p.on_day, p.seller_id, p.buyer_id, p.weight_mct, p.stones
FROM up
JOIN purchase_item i ON i.parcel_no = up.no
JOIN purchase p ON p.id = i.purchase_id
WHERE p.state = 'accepted' AND p.no < $2
ORDER BY p.no
LIMIT $3
