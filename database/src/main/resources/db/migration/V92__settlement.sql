-- How many days of a month a wearer was served, which is what the city pays for.

CREATE TABLE settlement_rule (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- A day counts if the wearer had a band for more than so many hours of it, less the time of a suspension ...
  hours numeric NOT NULL DEFAULT 12 CHECK (hours >= 0 AND hours < 24),
  -- ... or if anything was heard of the band on that day, or either.
  basis text NOT NULL DEFAULT 'assigned' CHECK (basis IN ('assigned', 'heard', 'either'))
);
INSERT INTO settlement_rule DEFAULT VALUES;

-- A month that was settled: what comes to light later does not change it.
CREATE TABLE settled_month (
  month     date PRIMARY KEY CHECK (extract(day FROM month) = 1),
  hours     numeric NOT NULL,
  basis     text NOT NULL,
  closed_by text NOT NULL,
  closed_at timestamptz NOT NULL
);

-- As people and places were called then.
CREATE TABLE settled_wearer (
  month        date NOT NULL REFERENCES settled_month,
  wearer_id    bigint NOT NULL REFERENCES wearer,
  code         text NOT NULL,
  name         text NOT NULL,
  area         text,
  area_name    text,
  grid         text,
  grid_name    text,
  days         smallint NOT NULL,
  away_days    smallint NOT NULL,
  bands        text NOT NULL,
  PRIMARY KEY (month, wearer_id)
);

-- The served days of every wearer who had a band in a month. Days are the city's; a day that is not over counts as far as it went.
-- The first wearer of a band that a file brought has it from when the band was made known. Lent bands count.
CREATE FUNCTION served_days(the_month date, until_at timestamptz, the_hours numeric, the_basis text)
RETURNS TABLE (wearer_id bigint, days integer, away_days integer, bands text)
LANGUAGE sql STABLE AS $$
WITH day AS (
  SELECT d::date AS day, tstzrange(d AT TIME ZONE s.zone, (d + interval '1 day') AT TIME ZONE s.zone) AS span
    FROM kpi_setting s, generate_series(the_month::timestamp, the_month + interval '1 month' - interval '1 day', interval '1 day') AS g (d)
), month AS (
  SELECT min(lower(d.span)) AS begins, least(max(upper(d.span)), until_at) AS ends FROM day d
), had AS (
  SELECT a.wearer_id, range_agg(tstzrange(greatest(a.starts_at, b.created_at, m.begins), least(a.ends_at, m.ends))) AS spans,
         string_agg(DISTINCT a.band, ' ') AS bands
    FROM month m
    JOIN band_assignment a ON a.starts_at < m.ends AND (a.ends_at IS NULL OR a.ends_at > m.begins)
    JOIN band b ON b.id = a.band AND b.created_at < m.ends
    JOIN wearer w ON w.id = a.wearer_id AND NOT w.synthetic
   WHERE greatest(a.starts_at, b.created_at, m.begins) < least(a.ends_at, m.ends)
   GROUP BY a.wearer_id
), away AS (
  SELECT s.wearer_id, range_agg(tstzrange(s.starts_at, s.ends_at)) AS spans
    FROM month m JOIN wearer_suspension s ON s.starts_at < m.ends AND (s.ends_at IS NULL OR s.ends_at > m.begins)
   GROUP BY s.wearer_id
), served AS (
  SELECT h.wearer_id, h.bands, h.spans AS had, h.spans - coalesce(a.spans, '{}') AS spans
    FROM had h LEFT JOIN away a ON a.wearer_id = h.wearer_id
), heard AS (
  SELECT v.wearer_id, d.day
    FROM month m
    JOIN vital_sign_hourly v ON v.hour >= m.begins AND v.hour < m.ends
    JOIN day d ON d.span @> v.hour
   WHERE the_basis <> 'assigned'
   GROUP BY v.wearer_id, d.day
), counted AS (
  SELECT s.wearer_id, s.bands,
         coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(s.spans * tstzmultirange(d.span)) AS r), interval '0')
           > the_hours * interval '1 hour' AS enough,
         coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(s.had * tstzmultirange(d.span)) AS r), interval '0')
           > the_hours * interval '1 hour' AS enough_but_for_away,
         h.day IS NOT NULL AND s.spans && tstzmultirange(d.span) AS heard
    FROM served s CROSS JOIN day d LEFT JOIN heard h ON h.wearer_id = s.wearer_id AND h.day = d.day
)
SELECT c.wearer_id,
       count(*) FILTER (WHERE CASE the_basis WHEN 'assigned' THEN c.enough WHEN 'heard' THEN c.heard ELSE c.enough OR c.heard END)::int,
       count(*) FILTER (WHERE c.enough_but_for_away AND NOT c.enough)::int,
       min(c.bands)
  FROM counted c GROUP BY c.wearer_id
$$;
