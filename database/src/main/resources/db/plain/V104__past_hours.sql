-- Hours that are rolled up, and no others: what asks about a whole city's weeks must not read the last hours of it row by row.
CREATE VIEW vital_sign_past_hourly AS
SELECT * FROM vital_sign_rolled WHERE hour < (SELECT greatest(rolled_until, dropped_until) FROM roll_up);
