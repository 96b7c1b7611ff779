-- A worker tries whether a call would be heard: it rings on their own page only. It is no alert, so it counts in no figure.
CREATE TABLE practice_call (
  key         uuid PRIMARY KEY,
  user_id     bigint NOT NULL REFERENCES app_user,
  begun_at    timestamptz NOT NULL,
  shown_at    timestamptz,
  answered_at timestamptz,
  answer      text CHECK (answer IN ('going', 'cannot')),
  CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX practice_call_of_user ON practice_call (user_id, begun_at);
