-- A wearer is away: in hospital, travelling, moved to a home. Meanwhile nobody is sent because the band is silent, lies about or is
-- somewhere else; a call for help counts as ever. No end: until further notice.
CREATE TABLE wearer_suspension (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id   bigint NOT NULL REFERENCES wearer,
  reason      text NOT NULL CHECK (reason IN ('hospital', 'travelling', 'moved', 'other')),
  note        text,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz CHECK (ends_at >= starts_at),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  ended_by    text,
  UNIQUE (wearer_id, starts_at)
);
CREATE INDEX wearer_suspension_open ON wearer_suspension (wearer_id, ends_at);
