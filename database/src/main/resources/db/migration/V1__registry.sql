-- Who wears which band, lives where, is cared for by whom.

-- Every change of a registry row draws the next revision, so that running servers can read just what is new.
CREATE SEQUENCE registry_revision;

CREATE TABLE area (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text NOT NULL UNIQUE,
  name      text NOT NULL,
  level     text NOT NULL CHECK (level IN ('city', 'county', 'street', 'community')),
  parent_id bigint REFERENCES area
);

CREATE TABLE grid (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code    text NOT NULL UNIQUE,
  name    text NOT NULL,
  area_id bigint NOT NULL REFERENCES area
);

CREATE TABLE worker (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code     text NOT NULL UNIQUE,
  name     text NOT NULL,
  phone    text,
  language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
  area_id  bigint REFERENCES area
);

-- A shift without an end lasts until further notice.
CREATE TABLE roster_shift (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  worker_id bigint NOT NULL REFERENCES worker,
  grid_id   bigint NOT NULL REFERENCES grid,
  duty      text NOT NULL DEFAULT 'primary' CHECK (duty IN ('primary', 'backup')),
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz CHECK (ends_at > starts_at),
  UNIQUE (worker_id, grid_id, duty, starts_at)
);
CREATE INDEX roster_shift_of_grid ON roster_shift (grid_id, starts_at);

CREATE TABLE wearer (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE,
  name          text NOT NULL,
  born_on       date,
  sex           text CHECK (sex IN ('f', 'm')),
  phone         text,
  address       text,
  access_note   text,
  medical_note  text,
  risk          text NOT NULL DEFAULT 'ordinary' CHECK (risk IN ('high', 'key', 'ordinary')),
  grid_id       bigint REFERENCES grid,
  home_latitude  double precision CHECK (home_latitude BETWEEN -90 AND 90),
  home_longitude double precision CHECK (home_longitude BETWEEN -180 AND 180),
  revision      bigint NOT NULL DEFAULT nextval('registry_revision')
);
CREATE INDEX wearer_of_grid ON wearer (grid_id);

CREATE TABLE contact (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id  bigint NOT NULL REFERENCES wearer,
  name       text NOT NULL,
  relation   text,
  phone      text NOT NULL,
  priority   int NOT NULL DEFAULT 1 CHECK (priority > 0),
  key_holder boolean NOT NULL DEFAULT false,
  UNIQUE (wearer_id, phone)
);

-- The secret is a random token of at least 128 bit, so a plain SHA-256 keeps it safe and costs a reconnecting city nothing.
CREATE TABLE band (
  id            text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9_-]{1,32}$'),
  secret_sha256 bytea NOT NULL CHECK (length(secret_sha256) = 32),
  model         text,
  disabled      boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  revision      bigint NOT NULL DEFAULT nextval('registry_revision')
);
CREATE INDEX band_revision ON band (revision);

-- Who wore which band when: history follows the person when a band changes hands.
CREATE TABLE band_assignment (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  band      text NOT NULL REFERENCES band,
  wearer_id bigint NOT NULL REFERENCES wearer,
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz CHECK (ends_at >= starts_at)
);
CREATE INDEX band_assignment_of_band ON band_assignment (band, starts_at);
CREATE INDEX band_assignment_of_wearer ON band_assignment (wearer_id, starts_at);
CREATE UNIQUE INDEX band_worn_by_one ON band_assignment (band) WHERE ends_at IS NULL;
