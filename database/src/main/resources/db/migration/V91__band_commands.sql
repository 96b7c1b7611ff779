-- What people ask of a band. It goes the way of the notices, as a row of the outbox; its answer is the next reading of that kind, or
-- the band's own word that it is done.
CREATE TABLE band_command (
  id              text PRIMARY KEY,
  band            text NOT NULL REFERENCES band,
  kind            text NOT NULL CHECK (kind IN ('measure', 'locate', 'config')),
  body            json NOT NULL,
  notification_id bigint REFERENCES notification ON DELETE SET NULL,
  asked_by        text NOT NULL,
  asked_at        timestamptz NOT NULL,
  -- The band said so itself.
  done_at         timestamptz
);
CREATE INDEX band_command_of_band ON band_command (band, asked_at);
CREATE INDEX band_command_of_notification ON band_command (notification_id);
