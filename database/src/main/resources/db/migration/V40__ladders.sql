-- Who is called when nobody answers: ladders, those who supervise areas or sit at their desks, family as recipients.

CREATE TABLE area_duty (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  worker_id bigint NOT NULL REFERENCES worker,
  area_id   bigint NOT NULL REFERENCES area,
  duty      text NOT NULL DEFAULT 'supervisor' CHECK (duty IN ('supervisor', 'desk')),
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz CHECK (ends_at > starts_at),
  UNIQUE (worker_id, area_id, duty, starts_at)
);
CREATE INDEX area_duty_of_area ON area_duty (area_id, starts_at);

-- A row is one version and never changes but for its end: an alert keeps the one it began with. No area: everywhere.
-- Kind 'any': what has no ladder of its own kind in the same area.
CREATE TABLE ladder (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area_id        bigint REFERENCES area,
  kind           text NOT NULL,
  severity       text NOT NULL CHECK (severity IN ('emergency', 'attention', 'device')),
  version        integer NOT NULL,
  repeat_seconds integer NOT NULL CHECK (repeat_seconds > 0),
  silent_seconds integer NOT NULL CHECK (silent_seconds > 0),
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  superseded_at  timestamptz
);
CREATE UNIQUE INDEX ladder_versions ON ladder (coalesce(area_id, 0), kind, severity, version);
CREATE UNIQUE INDEX ladder_current ON ladder (coalesce(area_id, 0), kind, severity) WHERE superseded_at IS NULL;

CREATE TABLE ladder_rung (
  ladder_id     bigint NOT NULL REFERENCES ladder,
  rung          integer NOT NULL CHECK (rung >= 0),
  after_seconds integer NOT NULL CHECK (after_seconds >= 0),
  unless        text NOT NULL CHECK (unless IN ('answered', 'received')),
  PRIMARY KEY (ladder_id, rung)
);

CREATE TABLE ladder_page (
  ladder_id bigint NOT NULL,
  rung      integer NOT NULL,
  position  integer NOT NULL,
  whom      text NOT NULL,
  channel   text NOT NULL,
  PRIMARY KEY (ladder_id, rung, whom, channel),
  FOREIGN KEY (ladder_id, rung) REFERENCES ladder_rung
);

INSERT INTO ladder (kind, severity, version, repeat_seconds, silent_seconds, created_at, created_by)
VALUES ('sos', 'emergency', 1, 60, 900, now(), 'kanhu'), ('any', 'emergency', 1, 60, 900, now(), 'kanhu');
INSERT INTO ladder_rung (ladder_id, rung, after_seconds, unless)
SELECT l.id, r.rung, r.after_seconds, r.unless
  FROM ladder l CROSS JOIN (VALUES (0, 0, 'answered'), (1, 30, 'received'), (2, 60, 'answered'), (3, 120, 'answered'),
                                   (4, 180, 'answered')) AS r (rung, after_seconds, unless);
INSERT INTO ladder_page (ladder_id, rung, position, whom, channel)
SELECT l.id, p.rung, p.position, p.whom, p.channel
  FROM ladder l CROSS JOIN (VALUES
    (0, 0, 'on_duty', 'app'),
    (1, 0, 'on_duty', 'sms'),
    (2, 0, 'backup', 'app'), (2, 1, 'backup', 'voice'), (2, 2, 'on_duty', 'voice'),
    (3, 0, 'community_supervisor', 'app'), (3, 1, 'community_supervisor', 'voice'),
    (4, 0, 'county_desk', 'app'), (4, 1, 'county_desk', 'voice'), (4, 2, 'family', 'sms'), (4, 3, 'family', 'voice')
  ) AS p (rung, position, whom, channel);

-- rung is the next one to be taken, and climbing_since the moment from which its delay counts; step counts the rounds of pages.
ALTER TABLE alert
  ADD COLUMN ladder_id      bigint REFERENCES ladder,
  ADD COLUMN rung           integer NOT NULL DEFAULT 0,
  ADD COLUMN climbing_since timestamptz,
  ADD COLUMN called_back_at timestamptz;
-- Calls that are open now begin their ladder at once; what was paged so far was the round before.
UPDATE alert SET step = step + 1, next_action_at = now()
 WHERE state IN ('raised', 'dispatched', 'cancelled');

ALTER TABLE notification
  ADD COLUMN contact_id bigint REFERENCES contact,
  DROP CONSTRAINT notification_check,
  DROP CONSTRAINT notification_state_check,
  ADD CONSTRAINT notification_one_recipient CHECK (num_nonnulls(worker_id, band, contact_id) = 1),
  ADD CONSTRAINT notification_state_check
    CHECK (state IN ('pending', 'sent', 'received', 'failed', 'declined', 'withdrawn', 'expired'));
DROP INDEX notification_once_a_step;
CREATE UNIQUE INDEX notification_once_a_step
  ON notification (alert_id, step, channel, coalesce(worker_id::text, 'contact ' || contact_id, 'band ' || band));
-- By channel, because pages on screens wait in the table as well until somebody has seen them.
DROP INDEX notification_due;
CREATE INDEX notification_due ON notification (channel, next_attempt_at) WHERE state = 'pending';
