-- A wearer's readings on these bands, from `since` on and before `until`, by the hour and in no order: milliseconds after the hour, a reading
-- each, and as many of each value, as on plain PostgreSQL. What is packed here, the columnstore packs.
CREATE FUNCTION vital_signs_of(of_wearer bigint, on_bands text[], since timestamptz, until timestamptz)
RETURNS TABLE (hour timestamptz, at_ms integer[], heart_rate smallint[], systolic smallint[], diastolic smallint[], spo2 smallint[],
               temperature real[], steps integer[])
LANGUAGE sql STABLE AS $$
  SELECT date_bin('1 hour', r.measured_at, 'epoch'),
         array_agg((date_part('epoch', r.measured_at - date_bin('1 hour', r.measured_at, 'epoch')) * 1000)::int),
         array_agg(r.heart_rate), array_agg(r.systolic), array_agg(r.diastolic), array_agg(r.spo2), array_agg(r.temperature),
         array_agg(r.steps)
    FROM vital_sign r
   WHERE r.band = ANY(on_bands) AND r.wearer_id = of_wearer AND r.measured_at >= since AND r.measured_at < until
   GROUP BY 1
$$;
