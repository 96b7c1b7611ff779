-- What is usual for somebody's pulse, by the hour of the city's day: the median of the hour's means over 14 days and their median absolute
-- deviation, beats per minute, rounded up. 24 of each; NULL where too few days are known. Computed anew each night.
CREATE TABLE pulse_baseline (
  wearer_id   bigint PRIMARY KEY REFERENCES wearer ON DELETE CASCADE,
  medians     smallint[] NOT NULL CHECK (cardinality(medians) = 24),
  deviations  smallint[] NOT NULL CHECK (cardinality(deviations) = 24),
  computed_at timestamptz NOT NULL
);
CREATE INDEX pulse_baseline_by_time ON pulse_baseline (computed_at);

-- How many deviations from the usual are unusual; 50 switches the rule off.
ALTER TABLE rule_setting ADD COLUMN baseline_deviations smallint CHECK (baseline_deviations BETWEEN 3 AND 50);
