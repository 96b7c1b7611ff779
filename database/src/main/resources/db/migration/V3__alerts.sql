-- The life of an alert: presses, episodes, what was sent to whom, and every step as an event.

-- device_millis is the band's own time stamp as sent: with the id it tells one press from the next even if a band
-- counts its ids from 1 again, and one press from its redelivery.
CREATE TABLE sos_press (
  band           text NOT NULL,
  press_id       text NOT NULL,
  device_millis  bigint NOT NULL,
  wearer_id      bigint,
  pressed_at     timestamptz NOT NULL,
  received_at    timestamptz NOT NULL,
  clock_believed boolean NOT NULL,
  press_millis   integer,
  latitude       double precision,
  longitude      double precision,
  accuracy       real,
  heart_rate     smallint,
  alert_id       bigint,
  PRIMARY KEY (band, press_id, device_millis)
);
CREATE INDEX sos_press_of_wearer ON sos_press (wearer_id, pressed_at);

-- One open row per (wearer, kind). A band nobody wears yet still calls for help, then the band stands for the wearer.
CREATE TABLE alert (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL,
  severity        text NOT NULL CHECK (severity IN ('emergency', 'attention', 'device')),
  state           text NOT NULL CHECK (state IN
                    ('raised', 'dispatched', 'acknowledged', 'on_scene', 'resolved', 'closed', 'cancelled')),
  wearer_id       bigint REFERENCES wearer,
  band            text NOT NULL,
  grid_id         bigint REFERENCES grid,
  raised_at       timestamptz NOT NULL,
  received_at     timestamptz NOT NULL,
  late            boolean NOT NULL DEFAULT false,
  press_count     integer NOT NULL DEFAULT 1,
  latitude        double precision,
  longitude       double precision,
  accuracy        real,
  located_at      timestamptz,
  dispatched_at   timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint REFERENCES worker,
  acknowledged_actor text,
  on_scene_at     timestamptz,
  resolved_at     timestamptz,
  closed_at       timestamptz,
  outcome         text CHECK (outcome IN ('helped', 'hospital', 'non_urgent', 'asked', 'mistake', 'device_fault',
                    'test', 'nobody_there', 'called_off')),
  outcome_note    text,
  step            integer NOT NULL DEFAULT 0,
  next_action_at  timestamptz,
  version         integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX alert_one_open ON alert (kind, coalesce(wearer_id::text, 'band ' || band))
  WHERE state NOT IN ('resolved', 'closed');
CREATE INDEX alert_due ON alert (next_action_at) WHERE next_action_at IS NOT NULL;
CREATE INDEX alert_of_wearer ON alert (wearer_id, raised_at);

CREATE TABLE alert_event (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id  bigint NOT NULL REFERENCES alert,
  at        timestamptz NOT NULL,
  kind      text NOT NULL,
  actor     text NOT NULL,
  detail    jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX alert_event_of_alert ON alert_event (alert_id, id);

-- Outbox. A sender takes a row by moving leased_until; whoever crashes in mid-send is followed by a second send with the
-- same idempotency key.
CREATE TABLE notification (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id        bigint NOT NULL REFERENCES alert,
  step            integer NOT NULL,
  channel         text NOT NULL,
  worker_id       bigint REFERENCES worker,
  band            text,
  -- json, not jsonb: what is sent is sent as it was written
  body            json NOT NULL DEFAULT '{}',
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'received', 'expired')),
  idempotency_key uuid NOT NULL DEFAULT gen_random_uuid(),
  attempts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  leased_until    timestamptz,
  sent_at         timestamptz,
  received_at     timestamptz,
  last_error      text,
  CHECK ((worker_id IS NULL) <> (band IS NULL))
);
CREATE UNIQUE INDEX notification_once_a_step
  ON notification (alert_id, step, channel, coalesce(worker_id::text, 'band ' || band));
CREATE INDEX notification_due ON notification (next_attempt_at) WHERE state = 'pending';
CREATE INDEX notification_of_worker ON notification (worker_id, alert_id);

-- What bands sent and nobody could store: kept for a while so that the firmware's maker can see why.
CREATE TABLE rejected_message (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  received_at timestamptz NOT NULL,
  band        text,
  topic       text NOT NULL,
  reason      text NOT NULL,
  place       text NOT NULL,
  detail      text NOT NULL,
  payload     bytea NOT NULL
);
CREATE INDEX rejected_message_of_band ON rejected_message (band, received_at);
CREATE INDEX rejected_message_age ON rejected_message (received_at);
