-- Care between alerts: notes, visits by risk, and what somebody should look into because the data say so.

CREATE TABLE care_note (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id bigint NOT NULL REFERENCES wearer,
  at        timestamptz NOT NULL,
  by        text NOT NULL,
  body      text NOT NULL
);
CREATE INDEX care_note_of_wearer ON care_note (wearer_id, at);

-- How often somebody is visited at least.
CREATE TABLE visit_setting (
  risk       text PRIMARY KEY CHECK (risk IN ('high', 'key', 'ordinary')),
  every_days integer NOT NULL CHECK (every_days BETWEEN 1 AND 366)
);
INSERT INTO visit_setting (risk, every_days) VALUES ('high', 7), ('key', 14), ('ordinary', 30);

CREATE TABLE visit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id   bigint NOT NULL REFERENCES wearer,
  visited_at  timestamptz NOT NULL,
  way         text NOT NULL CHECK (way IN ('home', 'telephone')),
  note        text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX visit_of_wearer ON visit (wearer_id, visited_at);
CREATE INDEX visit_by_time ON visit (visited_at);

-- Who is to be visited, when they were last, and when they are due: those who wear a band, from when they first did, and are not away.
CREATE VIEW visit_due AS
SELECT w.id AS wearer_id, w.grid_id, w.risk, s.every_days, v.last_at,
       coalesce(v.last_at, b.since) + make_interval(days => s.every_days) AS due_at
  FROM wearer w
  JOIN visit_setting s ON s.risk = w.risk
  JOIN LATERAL (SELECT min(a.starts_at) AS since FROM band_assignment a
                 WHERE a.wearer_id = w.id HAVING bool_or(a.ends_at IS NULL)) b ON true
  LEFT JOIN LATERAL (SELECT max(x.visited_at) AS last_at FROM visit x WHERE x.wearer_id = w.id) v ON true
 WHERE NOT w.synthetic
   AND NOT EXISTS (SELECT FROM wearer_suspension p WHERE p.wearer_id = w.id AND p.starts_at <= now()
                      AND (p.ends_at IS NULL OR p.ends_at > now()));

-- What the data suggest. One open row a wearer and rule; figures say why, as they were when it was found.
CREATE TABLE follow_up (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id  bigint NOT NULL REFERENCES wearer,
  rule       text NOT NULL,
  figures    jsonb NOT NULL,
  found_at   timestamptz NOT NULL,
  state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'not_needed')),
  settled_by text,
  settled_at timestamptz,
  note       text
);
CREATE UNIQUE INDEX follow_up_open ON follow_up (wearer_id, rule) WHERE state = 'open';
CREATE INDEX follow_up_of_wearer ON follow_up (wearer_id, rule, settled_at);

-- When the data were asked last, so that one of several servers asks them a few times a day.
CREATE TABLE follow_up_round (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  begun_at timestamptz NOT NULL
);
INSERT INTO follow_up_round (begun_at) VALUES ('-infinity');
