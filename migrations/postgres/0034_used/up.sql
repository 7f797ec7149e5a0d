-- The day of receipt of the confirmation in force: the certificate was used. With it, and with indexes by state, lists of
-- what waits read no more than what waits.
ALTER TABLE certificate ADD COLUMN used_on TEXT COLLATE "C";
UPDATE certificate SET used_on = (
    SELECT c.facts::json ->> 'received_on' FROM confirmation c WHERE c.certificate_id = certificate.id AND c.in_force = 1
);
CREATE INDEX certificate_unused ON certificate (state, used_on, expires_on, no);
CREATE INDEX certificate_state_day ON certificate (state, expires_on);
CREATE INDEX blank_state ON blank (state);
