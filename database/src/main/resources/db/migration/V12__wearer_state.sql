-- The newest of each kind that is known of a wearer, gathered in memory and written a little behind: for boards and for rules about
-- absence, which look at many wearers at once. What it says is in the tables of measurements too, and is read there where the last
-- second counts. Each value has its own time. Room in every page, because every row changes all the time and should stay where it is.
CREATE TABLE wearer_state (
  wearer_id     bigint PRIMARY KEY REFERENCES wearer ON DELETE CASCADE,
  band          text NOT NULL,
  heard_at      timestamptz NOT NULL,
  heart_rate    smallint,
  heart_rate_at timestamptz,
  systolic      smallint,
  diastolic     smallint,
  pressure_at   timestamptz,
  latitude      double precision,
  longitude     double precision,
  accuracy      real,
  fix_at        timestamptz,
  battery       smallint,
  battery_at    timestamptz,
  worn          boolean,
  worn_at       timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
