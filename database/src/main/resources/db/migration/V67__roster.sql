-- What changes a roster: weeks that repeat, public holidays, shifts that change hands, workers who are off.

-- A week that repeats, with no end. 'ordinary' holds every day that no holiday takes; other patterns hold on the holidays that name
-- them. A shift that ends when it begins, or before, ends the next day. No weekday: every day.
CREATE TABLE weekly_shift (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pattern   text NOT NULL DEFAULT 'ordinary',
  worker_id bigint NOT NULL REFERENCES worker,
  grid_id   bigint NOT NULL REFERENCES grid,
  duty      text NOT NULL DEFAULT 'primary' CHECK (duty IN ('primary', 'backup')),
  weekday   smallint CHECK (weekday BETWEEN 1 AND 7),
  starts    time NOT NULL,
  ends      time NOT NULL,
  UNIQUE NULLS NOT DISTINCT (grid_id, pattern, worker_id, duty, weekday, starts)
);
CREATE INDEX weekly_shift_of_worker ON weekly_shift (worker_id);

-- A day on which another pattern holds, or another weekday's: 2026-02-14, a Saturday, is worked as a Wednesday.
CREATE TABLE holiday (
  day       date PRIMARY KEY,
  name      text NOT NULL,
  pattern   text NOT NULL DEFAULT 'holiday',
  counts_as smallint CHECK (counts_as BETWEEN 1 AND 7)
);

-- The taker does what the giver would have done in that time. It holds once the other one, or a supervisor, has agreed.
CREATE TABLE shift_swap (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  giver_id     bigint NOT NULL REFERENCES worker,
  taker_id     bigint NOT NULL REFERENCES worker,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL,
  agreed_by    text,
  agreed_at    timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  CHECK (ends_at > starts_at),
  CHECK (giver_id <> taker_id)
);
CREATE INDEX shift_swap_of_giver ON shift_swap (giver_id, ends_at);
CREATE INDEX shift_swap_of_taker ON shift_swap (taker_id, ends_at);

-- Somebody is not on duty, whatever the roster says. No end: until further notice.
CREATE TABLE worker_absence (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  worker_id   bigint NOT NULL REFERENCES worker,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz CHECK (ends_at >= starts_at),
  reason      text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (worker_id, starts_at)
);

CREATE INDEX roster_shift_of_worker ON roster_shift (worker_id);

-- Grids in whose roster a worker stands or may stand because of a swap, at any time.
CREATE VIEW worker_grid AS
SELECT worker_id, grid_id FROM roster_shift
UNION SELECT worker_id, grid_id FROM weekly_shift
UNION SELECT x.taker_id, s.grid_id FROM shift_swap x JOIN roster_shift s ON s.worker_id = x.giver_id
UNION SELECT x.taker_id, s.grid_id FROM shift_swap x JOIN weekly_shift s ON s.worker_id = x.giver_id;

-- Who is on duty in a grid or an area at any time from one moment to another, both included, and from when to when: the roster, the
-- repeated weeks and the holidays, less what was given away, with what was taken over, less those who are off. Where nobody is left on
-- first duty because somebody is off, the backups of that time have it. Every question who is on duty is asked here.
CREATE FUNCTION duty_of(the_grid bigint, the_area bigint, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (worker_id bigint, duty text, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE AS $$
WITH city AS (
  SELECT zone, (from_at AT TIME ZONE zone)::date - 1 AS first_day, (to_at AT TIME ZONE zone)::date AS last_day FROM kpi_setting
), other_day AS (
  -- Days on which another pattern takes this grid: one that says nothing about it leaves it as it is.
  SELECT h.day, h.pattern FROM city, holiday h
   WHERE h.day BETWEEN city.first_day AND city.last_day AND h.pattern <> 'ordinary'
     AND EXISTS (SELECT FROM weekly_shift w WHERE w.grid_id = the_grid AND w.pattern = h.pattern)
), taken AS (
  SELECT coalesce(array_agg(o.day), '{}') AS days,
         coalesce(range_agg(tstzrange(o.day::timestamp AT TIME ZONE city.zone, (o.day + 1)::timestamp AT TIME ZONE city.zone)), '{}')
           AS spans
    FROM city, other_day o
), planned AS (
  -- A shift of up to a day belongs to the day it begins on; a longer one is cut.
  SELECT s.worker_id, s.duty,
         CASE WHEN isempty(t.spans) THEN s.span
              WHEN s.ends_at <= s.starts_at + interval '24 hours'
                THEN CASE WHEN (s.starts_at AT TIME ZONE city.zone)::date = ANY (t.days) THEN '{}'::tstzmultirange ELSE s.span END
              ELSE s.span - t.spans END AS spans
    FROM (SELECT r.worker_id, r.duty, r.starts_at, r.ends_at, tstzmultirange(tstzrange(r.starts_at, r.ends_at)) AS span
            FROM roster_shift r
           WHERE r.grid_id = the_grid AND r.starts_at <= to_at AND (r.ends_at IS NULL OR r.ends_at > from_at)) s, taken t, city
  UNION ALL
  SELECT d.worker_id, d.duty, tstzmultirange(tstzrange(d.starts_at, d.ends_at))
    FROM area_duty d
   WHERE d.area_id = the_area AND d.starts_at <= to_at AND (d.ends_at IS NULL OR d.ends_at > from_at)
  UNION ALL
  SELECT w.worker_id, w.duty,
         tstzmultirange(tstzrange(
           (d.day + w.starts) AT TIME ZONE city.zone,
           (d.day + w.ends + CASE WHEN w.ends <= w.starts THEN interval '1 day' ELSE interval '0' END) AT TIME ZONE city.zone))
    FROM city
    JOIN weekly_shift w ON w.grid_id = the_grid
   CROSS JOIN LATERAL (
         SELECT g.day::date AS day FROM generate_series(city.first_day::timestamp, city.last_day::timestamp, interval '1 day') AS g (day)) d
    LEFT JOIN other_day o ON o.day = d.day
    LEFT JOIN holiday h ON h.day = d.day
   WHERE w.pattern = coalesce(o.pattern, 'ordinary')
     AND (w.weekday IS NULL OR w.weekday = coalesce(h.counts_as, extract(isodow FROM d.day)))
), swap AS (
  SELECT x.giver_id, x.taker_id, tstzmultirange(tstzrange(x.starts_at, x.ends_at)) AS span FROM shift_swap x
   WHERE x.giver_id IN (SELECT p.worker_id FROM planned p) AND x.agreed_at IS NOT NULL AND x.withdrawn_at IS NULL
     AND x.starts_at <= to_at AND x.ends_at > from_at
), held AS (
  SELECT p.worker_id, p.duty,
         p.spans - coalesce((SELECT range_agg(x.span) FROM swap x WHERE x.giver_id = p.worker_id), '{}') AS spans
    FROM planned p
  UNION ALL
  SELECT x.taker_id, p.duty, p.spans * x.span FROM planned p JOIN swap x ON x.giver_id = p.worker_id
), present AS (
  SELECT h.worker_id, h.duty, h.spans,
         coalesce((SELECT range_agg(tstzrange(a.starts_at, a.ends_at)) FROM worker_absence a
                    WHERE a.worker_id = h.worker_id AND a.starts_at <= to_at AND (a.ends_at IS NULL OR a.ends_at > from_at)),
                  '{}') AS away
    FROM held h
), missed AS (
  SELECT coalesce(range_agg(p.spans * p.away), '{}') - coalesce(range_agg(p.spans - p.away), '{}') AS spans
    FROM present p WHERE p.duty = 'primary'
), there AS (
  SELECT p.worker_id, p.duty, p.spans - p.away AS spans FROM present p
  UNION ALL
  SELECT p.worker_id, 'primary', (p.spans - p.away) * m.spans FROM present p, missed m WHERE p.duty = 'backup'
)
SELECT t.worker_id, t.duty, coalesce(lower(s.span), '-infinity'), upper(s.span)
  FROM there t CROSS JOIN LATERAL unnest(t.spans) AS s (span)
 WHERE coalesce(lower(s.span), '-infinity') <= to_at AND (upper(s.span) IS NULL OR upper(s.span) > from_at)
$$;
