-- Finding what is old enough to be removed; each is filled in order of time, which these indexes live on and which makes them tiny.
CREATE INDEX alert_by_time ON alert USING brin (raised_at);
CREATE INDEX sos_press_by_time ON sos_press USING brin (received_at);
CREATE INDEX audit_read_by_time ON audit_read USING brin (at);
-- Removing an alert must not read through all of these.
CREATE INDEX audit_read_of_alert ON audit_read (alert_id) WHERE alert_id IS NOT NULL;
