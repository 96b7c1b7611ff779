-- More ways to reach people: their addresses, the browsers that take pushes, what providers say of a message.

ALTER TABLE worker
  ADD COLUMN wecom_user text,
  ADD COLUMN ntfy_topic text;

-- A browser that somebody has switched notifications on in. The endpoint is the push service's own address for it and a secret of its
-- kind; server_key is the public key that it was made for: no other may send to it.
CREATE TABLE push_subscription (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id    bigint NOT NULL REFERENCES app_user,
  endpoint   text NOT NULL UNIQUE,
  p256dh     bytea NOT NULL CHECK (length(p256dh) = 65),
  auth       bytea NOT NULL CHECK (length(auth) = 16),
  server_key bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz
);
CREATE INDEX push_subscription_of_user ON push_subscription (user_id);

-- When somebody last let a channel be tried on themselves.
CREATE TABLE channel_test (
  user_id bigint NOT NULL REFERENCES app_user,
  channel text NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (user_id, channel)
);

-- receipt is what the provider calls the message, which it is asked for at asked_at; delivered_at is when the phone or the provider said that it has arrived, which is
-- not that a person has seen it.
ALTER TABLE notification
  ADD COLUMN receipt      text,
  ADD COLUMN delivered_at timestamptz,
  ADD COLUMN asked_at     timestamptz;
CREATE INDEX notification_to_ask ON notification (channel, sent_at)
  WHERE state = 'sent' AND receipt IS NOT NULL AND delivered_at IS NULL;
CREATE UNIQUE INDEX notification_key ON notification (idempotency_key);

-- The default ladders also push, where nobody has written others. Calls that climb keep theirs.
UPDATE ladder SET superseded_at = now()
 WHERE area_id IS NULL AND version = 1 AND created_by = 'kanhu' AND superseded_at IS NULL;
INSERT INTO ladder (kind, severity, version, repeat_seconds, silent_seconds, created_at, created_by)
SELECT kind, severity, 2, repeat_seconds, silent_seconds, now(), 'kanhu' FROM ladder
 WHERE area_id IS NULL AND version = 1 AND created_by = 'kanhu' AND superseded_at = now();
INSERT INTO ladder_rung (ladder_id, rung, after_seconds, unless)
SELECT n.id, r.rung, r.after_seconds, r.unless
  FROM ladder n JOIN ladder o ON o.kind = n.kind AND o.severity = n.severity AND o.area_id IS NULL AND o.version = 1
  JOIN ladder_rung r ON r.ladder_id = o.id
 WHERE n.area_id IS NULL AND n.version = 2 AND n.created_by = 'kanhu';
INSERT INTO ladder_page (ladder_id, rung, position, whom, channel)
SELECT n.id, p.rung, p.position * 2 + e.more, p.whom, e.channel
  FROM ladder n JOIN ladder o ON o.kind = n.kind AND o.severity = n.severity AND o.area_id IS NULL AND o.version = 1
  JOIN ladder_page p ON p.ladder_id = o.id
  CROSS JOIN LATERAL (SELECT 0 AS more, p.channel UNION ALL SELECT 1, 'push' WHERE p.channel = 'app') AS e
 WHERE n.area_id IS NULL AND n.version = 2 AND n.created_by = 'kanhu';
