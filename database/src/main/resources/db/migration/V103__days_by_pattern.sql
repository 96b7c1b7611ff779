-- Nearly everybody has their band all month. Days are counted once for each span of time that occurs, not once for each wearer.
CREATE OR REPLACE FUNCTION served_days(the_month date, until_at timestamptz, the_hours numeric, the_basis text)
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
), pattern AS (
  SELECT DISTINCT s.had, s.spans FROM served s
), pattern_day AS (
  SELECT p.had, p.spans, d.day,
         coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(p.spans * tstzmultirange(d.span)) AS r), interval '0')
           > the_hours * interval '1 hour' AS enough,
         coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(p.had * tstzmultirange(d.span)) AS r), interval '0')
           > the_hours * interval '1 hour' AS enough_but_for_away
    FROM pattern p CROSS JOIN day d
), counted AS (
  SELECT c.had, c.spans, count(*) FILTER (WHERE c.enough)::int AS days,
         count(*) FILTER (WHERE c.enough_but_for_away AND NOT c.enough)::int AS away_days
    FROM pattern_day c GROUP BY c.had, c.spans
), heard_day AS (
  SELECT v.wearer_id, d.day, d.span
    FROM month m
    JOIN vital_sign_hourly v ON v.hour >= m.begins AND v.hour < m.ends
    JOIN day d ON d.span @> v.hour
   WHERE the_basis <> 'assigned'
   GROUP BY v.wearer_id, d.day, d.span
), heard AS (
  SELECT s.wearer_id, count(*)::int AS days, count(*) FILTER (WHERE NOT c.enough)::int AS besides
    FROM served s
    JOIN heard_day h ON h.wearer_id = s.wearer_id AND s.spans && tstzmultirange(h.span)
    JOIN pattern_day c ON c.had = s.had AND c.spans = s.spans AND c.day = h.day
   GROUP BY s.wearer_id
)
SELECT s.wearer_id,
       CASE the_basis WHEN 'assigned' THEN c.days WHEN 'heard' THEN coalesce(h.days, 0) ELSE c.days + coalesce(h.besides, 0) END,
       c.away_days, s.bands
  FROM served s
  JOIN counted c ON c.had = s.had AND c.spans = s.spans
  LEFT JOIN heard h ON h.wearer_id = s.wearer_id
$$;
