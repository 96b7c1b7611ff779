-- Hours that are rolled up, and no others: what asks about a whole city's weeks need not wait for the last hours of it.
CREATE VIEW vital_sign_past_hourly AS
SELECT * FROM vital_sign_hourly WHERE hour < (SELECT greatest(rolled_until, dropped_until) FROM roll_up);
