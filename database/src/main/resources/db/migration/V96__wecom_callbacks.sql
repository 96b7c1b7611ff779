-- What WeCom said within the last minutes, by its signature: who sends it again is not WeCom.

CREATE TABLE wecom_callback (
  signature text PRIMARY KEY,
  at        timestamptz NOT NULL
);
CREATE INDEX wecom_callback_age ON wecom_callback (at);
