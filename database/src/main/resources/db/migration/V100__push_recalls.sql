-- Pushes about a case that somebody has taken: phones that show them are told so under the same key, in place of them.
CREATE TABLE push_recall (
  notification_id bigint PRIMARY KEY REFERENCES notification ON DELETE CASCADE,
  since           timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed'))
);
CREATE INDEX push_recall_pending ON push_recall (notification_id) WHERE state = 'pending';
