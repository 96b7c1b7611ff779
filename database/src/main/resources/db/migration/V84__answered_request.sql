-- What a request that carries a key was answered, so that the same request, sent again by a phone that never heard the answer, is
-- answered again and not done again. Kept for a day. The answer is kept as it was written.
CREATE TABLE answered_request (
  user_id     bigint NOT NULL REFERENCES app_user,
  key         uuid NOT NULL,
  request     bytea NOT NULL CHECK (length(request) = 32),
  status      smallint,
  answer      text,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX answered_request_by_time ON answered_request USING brin (answered_at);
