-- Who may look, who did.

CREATE TABLE app_user (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('worker', 'supervisor', 'care', 'operator', 'administrator')),
  worker_id     bigint UNIQUE REFERENCES worker,
  disabled      boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CHECK (role <> 'worker' OR worker_id IS NOT NULL)
);

-- The cookie holds a random token; only its hash is kept.
CREATE TABLE app_session (
  token_sha256 bytea PRIMARY KEY,
  user_id      bigint NOT NULL REFERENCES app_user,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX app_session_of_user ON app_session (user_id);

CREATE TABLE login_failure (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    text NOT NULL,
  address text NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX login_failure_of_name ON login_failure (name, at);
CREATE INDEX login_failure_of_address ON login_failure (address, at);

CREATE TABLE audit_read (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz NOT NULL,
  user_id   bigint NOT NULL REFERENCES app_user,
  wearer_id bigint NOT NULL REFERENCES wearer,
  what      text NOT NULL,
  alert_id  bigint REFERENCES alert
);
CREATE INDEX audit_read_of_wearer ON audit_read (wearer_id, at);
