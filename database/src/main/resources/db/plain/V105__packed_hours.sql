-- The readings of one band in one hour once more, in one row: a wearer's day lies on two dozen pages, and not on as many as it has readings
-- (docs/decisions/0029-a-day-on-few-pages.md). Written with the roll-up of the hour, in the same transaction.
CREATE TABLE vital_sign_packed (
  band        text NOT NULL,
  hour        timestamptz NOT NULL,
  wearer_id   bigint,
  -- Milliseconds after the hour, a reading each, in no order; the others as long, or NULL where the hour has none.
  at_ms       integer[] NOT NULL,
  heart_rate  smallint[],
  systolic    smallint[],
  diastolic   smallint[],
  spo2        smallint[],
  temperature real[],
  steps       integer[],
  UNIQUE NULLS NOT DISTINCT (band, hour, wearer_id)
) PARTITION BY RANGE (hour);
CREATE TABLE vital_sign_packed_default PARTITION OF vital_sign_packed DEFAULT;

-- Whoever reads packed hours must know which of them do not hold all readings yet.
CREATE INDEX vital_sign_late_of_band ON vital_sign_late (band, hour);

-- From here to rolled_until all hours are packed; where rolled_until is set back to before, so is this when the hour there is packed.
ALTER TABLE roll_up ADD COLUMN packed_from timestamptz;
UPDATE roll_up SET packed_from = greatest(rolled_until, dropped_until);
ALTER TABLE roll_up ALTER COLUMN packed_from SET NOT NULL;

-- A wearer's readings on these bands by the hour, as above, in no order: hours that are packed, whole, and of hours that are not packed, or lack
-- a late report, what lies from `since` on and before `until`. All as of one moment. The plans are kept: to make them takes longer than to read.
CREATE FUNCTION vital_signs_of(of_wearer bigint, on_bands text[], since timestamptz, until timestamptz)
RETURNS TABLE (hour timestamptz, at_ms integer[], heart_rate smallint[], systolic smallint[], diastolic smallint[], spo2 smallint[],
               temperature real[], steps integer[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  packed_since timestamptz;
  packed_until timestamptz;
  one_by_one record;
BEGIN
  SELECT packed_from, greatest(rolled_until, dropped_until) INTO packed_since, packed_until FROM roll_up;
  RETURN QUERY
    SELECT p.hour, p.at_ms, p.heart_rate, p.systolic, p.diastolic, p.spo2, p.temperature, p.steps FROM vital_sign_packed p
     WHERE p.band = ANY(on_bands) AND p.wearer_id = of_wearer AND p.hour > since - INTERVAL '1 hour' AND p.hour < until
       AND p.hour >= packed_since AND p.hour < packed_until
       AND NOT EXISTS (SELECT FROM vital_sign_late l WHERE l.band = p.band AND l.hour = p.hour);
  FOR one_by_one IN
    SELECT b.band, greatest(since, packed_until) AS begins, until AS ends FROM unnest(on_bands) AS b (band)
     UNION ALL
    SELECT b.band, since, least(until, packed_since, packed_until) FROM unnest(on_bands) AS b (band)
     UNION ALL
    SELECT DISTINCT l.band, greatest(since, l.hour), least(until, l.hour + INTERVAL '1 hour') FROM vital_sign_late l
     WHERE l.band = ANY(on_bands) AND l.hour >= packed_since AND l.hour < packed_until
  LOOP
    IF one_by_one.begins < one_by_one.ends THEN
      RETURN QUERY
        SELECT date_bin('1 hour', r.measured_at, 'epoch'),
               array_agg((date_part('epoch', r.measured_at - date_bin('1 hour', r.measured_at, 'epoch')) * 1000)::int),
               array_agg(r.heart_rate), array_agg(r.systolic), array_agg(r.diastolic), array_agg(r.spo2), array_agg(r.temperature),
               array_agg(r.steps)
          FROM vital_sign r
         WHERE r.band = one_by_one.band AND r.wearer_id = of_wearer
           AND r.measured_at >= one_by_one.begins AND r.measured_at < one_by_one.ends
         GROUP BY 1;
    END IF;
  END LOOP;
END $$;
