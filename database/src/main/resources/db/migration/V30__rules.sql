-- Where the rules' limits differ from the defaults: one row for the city, one an area, one a wearer; the nearest that says
-- something wins, value by value. NULL says nothing.
CREATE TABLE rule_setting (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area_id            bigint UNIQUE REFERENCES area,
  wearer_id          bigint UNIQUE REFERENCES wearer,
  pulse_page_low     smallint CHECK (pulse_page_low BETWEEN 25 AND 60),
  pulse_low          smallint CHECK (pulse_low BETWEEN 25 AND 70),
  pulse_high         smallint CHECK (pulse_high BETWEEN 80 AND 230),
  pulse_page_high    smallint CHECK (pulse_page_high BETWEEN 100 AND 230),
  systolic_low       smallint CHECK (systolic_low BETWEEN 60 AND 120),
  systolic_high      smallint CHECK (systolic_high BETWEEN 140 AND 260),
  systolic_page_high smallint CHECK (systolic_page_high BETWEEN 160 AND 260),
  diastolic_high     smallint CHECK (diastolic_high BETWEEN 90 AND 150),
  battery_low        smallint CHECK (battery_low BETWEEN 1 AND 50),
  not_worn_minutes   smallint CHECK (not_worn_minutes BETWEEN 5 AND 360),
  silent_hours       smallint CHECK (silent_hours BETWEEN 1 AND 144),
  CHECK (num_nonnulls(area_id, wearer_id) <= 1)
);
CREATE UNIQUE INDEX rule_setting_of_city ON rule_setting ((true)) WHERE area_id IS NULL AND wearer_id IS NULL;

-- A band can be asked for something without there being an alert: to measure again, before anybody is sent.
ALTER TABLE notification ALTER COLUMN alert_id DROP NOT NULL;
CREATE INDEX notification_asked ON notification (band, created_at) WHERE alert_id IS NULL;
