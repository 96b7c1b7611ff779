-- What tells a user's sessions apart when they look at them, without the token.
ALTER TABLE app_session
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN address text,
  ADD COLUMN browser text;

-- A language of the user's own, before the worker's; and whether the password is one that somebody else has seen.
ALTER TABLE app_user
  ADD COLUMN language text CHECK (language IN ('zh', 'en')),
  ADD COLUMN password_given boolean NOT NULL DEFAULT false;
