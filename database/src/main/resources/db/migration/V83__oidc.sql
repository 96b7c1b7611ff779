-- Log-ins by way of another server that have begun. The row is taken when the browser comes back: it comes back once. The hashes are
-- of what the browser holds, and of what went with it; neither is kept.
CREATE TABLE oidc_login (
  state_sha256   bytea PRIMARY KEY,
  browser_sha256 bytea NOT NULL,
  nonce          text NOT NULL,
  verifier       text NOT NULL,
  next           text NOT NULL,
  begun_at       timestamptz NOT NULL
);
CREATE INDEX oidc_login_age ON oidc_login (begun_at);
