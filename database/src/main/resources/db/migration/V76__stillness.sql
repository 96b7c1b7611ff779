-- When somebody was last on their feet, as their band's count of steps says: for the rule about those who do not move by day.
ALTER TABLE wearer_state
  ADD COLUMN steps      integer,
  ADD COLUMN steps_at   timestamptz,
  ADD COLUMN stepped_at timestamptz;

-- Of whom it was never said that they wear the band it was not said that they do not.
UPDATE wearer_state SET worn = NULL WHERE worn_at IS NULL AND worn IS NOT NULL;

-- Hours of the city's clock. A day is not as long as 24 hours: so many switch the rule off.
ALTER TABLE rule_setting
  ADD COLUMN immobile_hours smallint CHECK (immobile_hours BETWEEN 1 AND 24),
  ADD COLUMN day_begins     smallint CHECK (day_begins BETWEEN 0 AND 23),
  ADD COLUMN day_ends       smallint CHECK (day_ends BETWEEN 1 AND 24);
