-- Who is due for a test press: whoever wears a band, is not away, and had no case with the outcome "test" for as many days as kpi_setting says.

CREATE INDEX alert_tests ON alert (wearer_id, received_at) WHERE outcome = 'test';

CREATE FUNCTION test_presses_due(at_time timestamptz)
RETURNS TABLE (wearer_id bigint, wearer text, grid_id bigint, grid text, area text, last_test_at timestamptz) LANGUAGE sql STABLE AS $$
SELECT w.id, w.name, g.id, g.code, r.code, t.at
  FROM wearer w
 CROSS JOIN kpi_setting s
  LEFT JOIN grid g ON g.id = w.grid_id
  LEFT JOIN area r ON r.id = g.area_id
  LEFT JOIN (SELECT a.wearer_id, max(a.received_at) AS at FROM alert a
              WHERE a.outcome = 'test' AND a.received_at < at_time GROUP BY a.wearer_id) t ON t.wearer_id = w.id
 WHERE NOT w.synthetic
   AND (t.at IS NULL OR t.at < at_time - make_interval(days => s.test_days))
   AND EXISTS (SELECT FROM band_assignment b
                WHERE b.wearer_id = w.id AND b.starts_at < at_time AND (b.ends_at IS NULL OR b.ends_at >= at_time))
   AND NOT EXISTS (SELECT FROM wearer_suspension p
                    WHERE p.wearer_id = w.id AND p.starts_at < at_time AND (p.ends_at IS NULL OR p.ends_at >= at_time))
$$;

CREATE VIEW kpi_test_due AS SELECT * FROM test_presses_due(now());
