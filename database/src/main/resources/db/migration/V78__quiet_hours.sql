-- When to leave somebody in peace, and which bands are being serviced: of one wearer, or of all in an area. Rows never change but for their
-- end, so that who set what stays known. An emergency is never held back by any of it.
CREATE TABLE quiet_hours (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id bigint REFERENCES wearer ON DELETE CASCADE,
  area_id   bigint REFERENCES area ON DELETE CASCADE,
  begins    time NOT NULL,
  ends      time NOT NULL CHECK (ends <> begins),
  set_at    timestamptz NOT NULL,
  set_by    text NOT NULL,
  ended_at  timestamptz,
  ended_by  text,
  CHECK (num_nonnulls(wearer_id, area_id) = 1),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX quiet_hours_of_wearer ON quiet_hours (wearer_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX quiet_hours_of_area ON quiet_hours (area_id) WHERE ended_at IS NULL;

CREATE TABLE maintenance (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id bigint REFERENCES wearer ON DELETE CASCADE,
  area_id   bigint REFERENCES area ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz NOT NULL CHECK (ends_at > starts_at),
  reason    text NOT NULL,
  set_at    timestamptz NOT NULL,
  set_by    text NOT NULL,
  ended_at  timestamptz,
  ended_by  text,
  CHECK (num_nonnulls(wearer_id, area_id) = 1),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX maintenance_by_end ON maintenance (ends_at);

-- What was found in quiet hours and waits for their end.
CREATE TABLE held_finding (
  wearer_id   bigint NOT NULL REFERENCES wearer ON DELETE CASCADE,
  kind        text NOT NULL,
  severity    text NOT NULL CHECK (severity IN ('attention', 'device')),
  band        text NOT NULL,
  grid_id     bigint,
  found_at    timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  reading     jsonb NOT NULL,
  release_at  timestamptz NOT NULL,
  PRIMARY KEY (wearer_id, kind)
);
CREATE INDEX held_finding_by_release ON held_finding (release_at);
