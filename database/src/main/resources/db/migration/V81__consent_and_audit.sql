-- What a wearer has agreed to. One holds at a time; those that were withdrawn are kept.
CREATE TABLE consent (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id    bigint NOT NULL REFERENCES wearer,
  what         text NOT NULL CHECK (what IN ('whereabouts')),
  given_at     timestamptz NOT NULL,
  given_by     text NOT NULL,
  note         text,
  withdrawn_at timestamptz CHECK (withdrawn_at >= given_at),
  withdrawn_by text
);
CREATE UNIQUE INDEX consent_that_holds ON consent (wearer_id, what) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_of_wearer ON consent (wearer_id, given_at);

-- Beside looks at wearers: looks at the log itself, what was taken out as a file, and what was done to users.
ALTER TABLE audit_read
  ALTER COLUMN wearer_id DROP NOT NULL,
  ADD COLUMN reason text,
  ADD COLUMN subject_id bigint REFERENCES app_user,
  ADD COLUMN detail text;
CREATE INDEX audit_read_of_user ON audit_read (user_id, id);
CREATE INDEX audit_read_of_subject ON audit_read (subject_id, id) WHERE subject_id IS NOT NULL;
