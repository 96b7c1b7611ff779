-- Vital signs by the hour, and how they stay equal to the measurements (docs/decisions/0006-hours-that-stay-true.md).

CREATE TABLE vital_sign_rolled (
  band              text NOT NULL,
  hour              timestamptz NOT NULL,
  wearer_id         bigint,
  readings          integer NOT NULL,
  heart_rate_count  integer NOT NULL,
  heart_rate_min    smallint,
  heart_rate_max    smallint,
  heart_rate_sum    integer,
  systolic_count    integer NOT NULL,
  systolic_min      smallint,
  systolic_max      smallint,
  systolic_sum      integer,
  diastolic_count   integer NOT NULL,
  diastolic_min     smallint,
  diastolic_max     smallint,
  diastolic_sum     integer,
  spo2_count        integer NOT NULL,
  spo2_min          smallint,
  spo2_max          smallint,
  spo2_sum          integer,
  temperature_count integer NOT NULL,
  temperature_min   real,
  temperature_max   real,
  temperature_sum   numeric,
  steps_max         integer,
  UNIQUE NULLS NOT DISTINCT (band, hour, wearer_id)
) PARTITION BY RANGE (hour);
CREATE TABLE vital_sign_rolled_default PARTITION OF vital_sign_rolled DEFAULT;

-- A report that arrives when its hour may have been rolled up says so: one row a band and hour in a transaction.
CREATE TABLE vital_sign_late (
  band     text NOT NULL,
  hour     timestamptz NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Reports of one band come one after the other within a statement, so remembering the last note is enough.
CREATE FUNCTION note_late_vital_sign() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  its_hour timestamptz := date_bin('1 hour', NEW.measured_at, 'epoch');
  note text := NEW.band || ' ' || extract(epoch FROM its_hour);
BEGIN
  IF current_setting('kanhu.last_late_note', true) IS DISTINCT FROM note THEN
    INSERT INTO vital_sign_late (band, hour) VALUES (NEW.band, its_hour);
    PERFORM set_config('kanhu.last_late_note', note, true);
  END IF;
  RETURN NULL;
END $$;

-- clock_timestamp() and not now(): a transaction may be old when it writes. The hour in the conditions is RolledTable.LATE.
CREATE TRIGGER late_insert AFTER INSERT ON vital_sign FOR EACH ROW
  WHEN (NEW.measured_at < clock_timestamp() - INTERVAL '1 hour') EXECUTE FUNCTION note_late_vital_sign();
CREATE TRIGGER late_fill AFTER UPDATE ON vital_sign FOR EACH ROW
  WHEN (NEW.measured_at < clock_timestamp() - INTERVAL '1 hour') EXECUTE FUNCTION note_late_vital_sign();

-- Measurements of one hour lie close together on disk, which is all that this index needs to find them.
CREATE INDEX vital_sign_by_time ON vital_sign USING brin (measured_at) WITH (pages_per_range = 64, autosummarize = on);

-- rolled_until: every hour before is rolled up, those after are read from the measurements themselves.
-- dropped_until: measurements before have been removed, and what was rolled up from them must stay as it is.
CREATE TABLE roll_up (
  id            integer PRIMARY KEY CHECK (id = 1),
  rolled_until  timestamptz NOT NULL CHECK (rolled_until = date_bin('1 hour', rolled_until, 'epoch')),
  dropped_until timestamptz NOT NULL
);
-- Not the hour before this one either: reports in time may still add to it, and would leave no note.
INSERT INTO roll_up (id, rolled_until, dropped_until)
SELECT 1, date_bin('1 hour', least(min(measured_at), now() - INTERVAL '65 minutes'), 'epoch'), '-infinity' FROM vital_sign;

CREATE VIEW vital_sign_hourly AS
SELECT band, wearer_id, hour, readings,
       heart_rate_count, heart_rate_min, heart_rate_max, heart_rate_sum,
       systolic_count, systolic_min, systolic_max, systolic_sum,
       diastolic_count, diastolic_min, diastolic_max, diastolic_sum,
       spo2_count, spo2_min, spo2_max, spo2_sum,
       temperature_count, temperature_min, temperature_max, temperature_sum,
       steps_max
  FROM vital_sign_rolled WHERE hour < (SELECT greatest(rolled_until, dropped_until) FROM roll_up)
UNION ALL
SELECT band, wearer_id, date_bin('1 hour', measured_at, 'epoch'), count(*)::integer,
       count(heart_rate)::integer, min(heart_rate), max(heart_rate), sum(heart_rate)::integer,
       count(systolic)::integer, min(systolic), max(systolic), sum(systolic)::integer,
       count(diastolic)::integer, min(diastolic), max(diastolic), sum(diastolic)::integer,
       count(spo2)::integer, min(spo2), max(spo2), sum(spo2)::integer,
       count(temperature)::integer, min(temperature), max(temperature), sum(temperature::numeric),
       max(steps)
  FROM vital_sign WHERE measured_at >= (SELECT greatest(rolled_until, dropped_until) FROM roll_up)
 GROUP BY band, wearer_id, date_bin('1 hour', measured_at, 'epoch');
