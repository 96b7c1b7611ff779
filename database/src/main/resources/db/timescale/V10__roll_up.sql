-- Columns after a week, and vital signs by the hour (docs/decisions/0006-hours-that-stay-true.md).

ALTER TABLE vital_sign SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'band', timescaledb.orderby = 'measured_at');
CALL add_columnstore_policy('vital_sign', after => INTERVAL '7 days');
ALTER TABLE location_fix SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'band', timescaledb.orderby = 'measured_at');
CALL add_columnstore_policy('location_fix', after => INTERVAL '7 days');
ALTER TABLE band_status SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'band', timescaledb.orderby = 'measured_at');
CALL add_columnstore_policy('band_status', after => INTERVAL '7 days');

CREATE MATERIALIZED VIEW vital_sign_hourly WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT band, wearer_id, time_bucket(INTERVAL '1 hour', measured_at) AS hour, count(*)::integer AS readings,
       count(heart_rate)::integer AS heart_rate_count, min(heart_rate) AS heart_rate_min,
       max(heart_rate) AS heart_rate_max, sum(heart_rate)::integer AS heart_rate_sum,
       count(systolic)::integer AS systolic_count, min(systolic) AS systolic_min,
       max(systolic) AS systolic_max, sum(systolic)::integer AS systolic_sum,
       count(diastolic)::integer AS diastolic_count, min(diastolic) AS diastolic_min,
       max(diastolic) AS diastolic_max, sum(diastolic)::integer AS diastolic_sum,
       count(spo2)::integer AS spo2_count, min(spo2) AS spo2_min, max(spo2) AS spo2_max, sum(spo2)::integer AS spo2_sum,
       count(temperature)::integer AS temperature_count, min(temperature) AS temperature_min,
       max(temperature) AS temperature_max, sum(temperature::numeric) AS temperature_sum,
       max(steps) AS steps_max
  FROM vital_sign
 GROUP BY band, wearer_id, time_bucket(INTERVAL '1 hour', measured_at)
  WITH NO DATA;

-- Kanhu's housekeeping rolls up the hours as they end. This is for the late reports, which may be 30 days old; once a day, because
-- one transaction with an old and a new report makes every hour between the two be looked at again.
SELECT add_continuous_aggregate_policy('vital_sign_hourly', start_offset => INTERVAL '32 days', end_offset => INTERVAL '3 hours',
  schedule_interval => INTERVAL '1 day', initial_start => date_bin('1 day', now(), 'epoch') + INTERVAL '1 day 18 hours',
  buckets_per_batch => 24);
ALTER MATERIALIZED VIEW vital_sign_hourly
  SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'band', timescaledb.orderby = 'hour');
CALL add_columnstore_policy('vital_sign_hourly', after => INTERVAL '40 days');

-- rolled_until: every hour before has been rolled up at least once.
-- dropped_until: measurements before have been removed, and what was rolled up from them must stay as it is.
CREATE TABLE roll_up (
  id            integer PRIMARY KEY CHECK (id = 1),
  rolled_until  timestamptz NOT NULL CHECK (rolled_until = date_bin('1 hour', rolled_until, 'epoch')),
  dropped_until timestamptz NOT NULL
);
-- As on plain PostgreSQL, where reports in time may still add to the hour before this one.
INSERT INTO roll_up (id, rolled_until, dropped_until)
SELECT 1, date_bin('1 hour', least(min(measured_at), now() - INTERVAL '65 minutes'), 'epoch'), '-infinity' FROM vital_sign;
