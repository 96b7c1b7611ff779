-- What the console's board needs: a case given to somebody by name, and messages to many workers at once.

-- Who was asked by name to go, until somebody does, and since when: whoever was called before that is called no more by it.
ALTER TABLE alert
  ADD COLUMN assigned_to bigint REFERENCES worker,
  ADD COLUMN assigned_at timestamptz;

-- Said by somebody in the office to workers.
CREATE TABLE message (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sent_at   timestamptz NOT NULL,
  sent_by   text NOT NULL,
  area_id   bigint REFERENCES area,
  on_duty   boolean NOT NULL DEFAULT false,
  urgent    boolean NOT NULL DEFAULT false,
  body      text NOT NULL
);
CREATE INDEX message_by_time ON message (sent_at);

-- push: what became of the notification on the phone; null where they take none. seen_at: their page has shown it.
CREATE TABLE message_recipient (
  message_id bigint NOT NULL REFERENCES message ON DELETE CASCADE,
  worker_id  bigint NOT NULL REFERENCES worker,
  push       text CHECK (push IN ('pending', 'sent', 'failed')),
  seen_at    timestamptz,
  PRIMARY KEY (message_id, worker_id)
);
CREATE INDEX message_unseen ON message_recipient (worker_id) WHERE seen_at IS NULL;

-- Emergencies that wait: few of all alerts, and looked at every few seconds.
CREATE INDEX alert_emergency_waits ON alert (received_at)
  WHERE state IN ('raised', 'dispatched', 'cancelled') AND severity = 'emergency';


