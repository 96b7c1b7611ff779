-- Hours that are rolled up, and no others: what asks about a whole city's weeks must not read the last hours of it row by row.
CREATE VIEW vital_sign_past_hourly AS
SELECT band, wearer_id, hour, readings,
       heart_rate_count, heart_rate_min, heart_rate_max, heart_rate_sum,
       systolic_count, systolic_min, systolic_max, systolic_sum,
       diastolic_count, diastolic_min, diastolic_max, diastolic_sum,
       spo2_count, spo2_min, spo2_max, spo2_sum,
       temperature_count, temperature_min, temperature_max, temperature_sum,
       steps_max
  FROM vital_sign_rolled WHERE hour < (SELECT greatest(rolled_until, dropped_until) FROM roll_up);
