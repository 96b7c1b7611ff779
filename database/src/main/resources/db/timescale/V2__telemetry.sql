-- Measurements on TimescaleDB: one typed hypertable a kind, in chunks of a day.

CREATE TABLE vital_sign (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  heart_rate   smallint,
  systolic     smallint,
  diastolic    smallint,
  spo2         smallint,
  temperature  real,
  steps        integer,
  quality      smallint,
  PRIMARY KEY (band, measured_at)
);
SELECT create_hypertable('vital_sign', by_range('measured_at', INTERVAL '1 day'));
CREATE INDEX vital_sign_of_wearer ON vital_sign (wearer_id, measured_at);

CREATE TABLE location_fix (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  latitude     double precision NOT NULL,
  longitude    double precision NOT NULL,
  accuracy     real,
  source       text,
  PRIMARY KEY (band, measured_at)
);
SELECT create_hypertable('location_fix', by_range('measured_at', INTERVAL '1 day'));
CREATE INDEX location_fix_of_wearer ON location_fix (wearer_id, measured_at);

CREATE TABLE band_status (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  online       boolean,
  battery      smallint,
  charging     boolean,
  worn         boolean,
  signal       smallint,
  firmware     text,
  PRIMARY KEY (band, measured_at)
);
SELECT create_hypertable('band_status', by_range('measured_at', INTERVAL '1 day'));
CREATE INDEX band_status_of_wearer ON band_status (wearer_id, measured_at);
