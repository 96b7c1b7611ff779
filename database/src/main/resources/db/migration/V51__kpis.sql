-- How well calls are answered, for whoever answers for the service: views to select from, and one row that says what is expected.

CREATE TABLE kpi_setting (
  one            boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- Days and nights are the city's.
  zone           text NOT NULL DEFAULT 'Asia/Shanghai',
  night_begins   time NOT NULL DEFAULT '22:00',
  night_ends     time NOT NULL DEFAULT '06:00',
  -- An emergency that is answered or reached later is a miss.
  answer_seconds integer NOT NULL DEFAULT 180 CHECK (answer_seconds > 0),
  arrive_minutes integer NOT NULL DEFAULT 60 CHECK (arrive_minutes > 0)
);
INSERT INTO kpi_setting DEFAULT VALUES;

-- A case and how long each step took, in seconds from its arrival; null where it has not come to that. Self-tests are no cases.
-- The first who said that they go has answered, even if somebody else went in the end.
CREATE VIEW alert_clock AS
SELECT a.id, a.kind, a.severity, g.code AS grid, r.code AS area, a.received_at,
       (a.received_at AT TIME ZONE s.zone)::date AS day,
       CASE WHEN s.night_begins > s.night_ends
            THEN l.hour >= s.night_begins OR l.hour < s.night_ends
            ELSE l.hour >= s.night_begins AND l.hour < s.night_ends END AS night,
       a.state, a.outcome, a.late, a.press_count,
       a.outcome IS NOT DISTINCT FROM 'test' AS test,
       coalesce(a.outcome IN ('mistake', 'called_off', 'device_fault'), a.state = 'cancelled') AS false_alarm,
       extract(epoch FROM a.dispatched_at - a.received_at)::float8 AS dispatch_seconds,
       extract(epoch FROM f.answered_at - a.received_at)::float8 AS answer_seconds,
       extract(epoch FROM a.on_scene_at - a.received_at)::float8 AS arrive_seconds,
       extract(epoch FROM a.resolved_at - a.received_at)::float8 AS resolve_seconds,
       extract(epoch FROM a.closed_at - a.received_at)::float8 AS close_seconds,
       extract(epoch FROM a.called_back_at - a.received_at)::float8 AS call_back_seconds,
       -- Called off before anybody answered: there was nothing to answer.
       f.answered_at IS NOT NULL OR a.state <> 'cancelled' AS answerable
  FROM alert a
 CROSS JOIN kpi_setting s
 CROSS JOIN LATERAL (SELECT (a.received_at AT TIME ZONE s.zone)::time AS hour) l
  LEFT JOIN LATERAL (SELECT min(e.at) AS answered_at FROM alert_event e
                      WHERE e.alert_id = a.id AND e.kind = 'acknowledged') f ON true
  LEFT JOIN wearer w ON w.id = a.wearer_id
  LEFT JOIN grid g ON g.id = a.grid_id
  LEFT JOIN area r ON r.id = g.area_id
 WHERE w.synthetic IS NOT TRUE;

-- Shares of what could be answered. The limits are those of telecare and of the city's contract with its workers.
CREATE VIEW kpi_by_day AS
SELECT day, night, area, grid, kind, severity,
       count(*) AS cases,
       sum(press_count) AS presses,
       count(*) FILTER (WHERE test) AS tests,
       count(*) FILTER (WHERE false_alarm) AS false_alarms,
       count(*) FILTER (WHERE late) AS late,
       count(*) FILTER (WHERE answerable) AS answerable,
       count(*) FILTER (WHERE answer_seconds <= 20) AS answered_20_s,
       count(*) FILTER (WHERE answer_seconds <= 60) AS answered_60_s,
       count(*) FILTER (WHERE answer_seconds <= 180) AS answered_180_s,
       count(*) FILTER (WHERE arrive_seconds IS NOT NULL) AS arrived,
       count(*) FILTER (WHERE arrive_seconds <= 15 * 60) AS arrived_15_min,
       count(*) FILTER (WHERE arrive_seconds <= 30 * 60) AS arrived_30_min,
       count(*) FILTER (WHERE arrive_seconds <= 45 * 60) AS arrived_45_min,
       count(*) FILTER (WHERE arrive_seconds <= 60 * 60) AS arrived_60_min,
       count(*) FILTER (WHERE close_seconds IS NOT NULL) AS closed,
       count(*) FILTER (WHERE call_back_seconds IS NOT NULL) AS called_back,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY dispatch_seconds) AS dispatch_median_seconds,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_seconds) AS answer_median_seconds,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY arrive_seconds) AS arrive_median_seconds
  FROM alert_clock
 GROUP BY day, night, area, grid, kind, severity;

-- Emergencies that waited for longer than they may, each with what happened.
CREATE VIEW kpi_miss AS
SELECT c.id, c.day, c.night, c.area, c.grid, c.kind, c.received_at, c.state, c.outcome, c.answer_seconds, c.arrive_seconds,
       CASE WHEN c.dispatch_seconds IS NULL THEN 'nobody_told'
            WHEN c.answer_seconds IS NULL THEN 'not_answered'
            WHEN c.answer_seconds > s.answer_seconds THEN 'answered_late'
            ELSE 'arrived_late' END AS miss,
       (SELECT string_agg(to_char(e.at AT TIME ZONE s.zone, 'HH24:MI:SS') || ' ' || e.kind
                          || CASE WHEN e.actor = 'kanhu' THEN '' ELSE ' by ' || e.actor END, ', ' ORDER BY e.id)
          FROM alert_event e WHERE e.alert_id = c.id) AS story
  FROM alert_clock c CROSS JOIN kpi_setting s
 WHERE c.severity = 'emergency' AND c.answerable
   AND (coalesce(c.answer_seconds, extract(epoch FROM now() - c.received_at)) > s.answer_seconds
        OR c.arrive_seconds > s.arrive_minutes * 60);

-- How often a worker was called: who is called too often stops to listen.
CREATE VIEW kpi_pages AS
SELECT (n.created_at AT TIME ZONE s.zone)::date AS day, w.code AS worker,
       count(*) AS pages, count(DISTINCT n.alert_id) AS cases,
       count(*) FILTER (WHERE n.state = 'received') AS received,
       count(*) FILTER (WHERE n.state = 'declined') AS declined
  FROM notification n CROSS JOIN kpi_setting s
  JOIN worker w ON w.id = n.worker_id
  JOIN alert a ON a.id = n.alert_id
  LEFT JOIN wearer p ON p.id = a.wearer_id
 WHERE p.synthetic IS NOT TRUE
 GROUP BY 1, 2;

-- Of those who have a band: how many of them were heard of in the last 24 hours, and how many wear it as far as their band says.
CREATE VIEW kpi_wearing AS
SELECT g.code AS grid, count(*) AS wearers,
       count(*) FILTER (WHERE t.heard_at > now() - INTERVAL '24 hours') AS heard,
       count(*) FILTER (WHERE t.heard_at > now() - INTERVAL '24 hours' AND t.worn IS NOT FALSE) AS worn
  FROM wearer w
  LEFT JOIN grid g ON g.id = w.grid_id
  LEFT JOIN wearer_state t ON t.wearer_id = w.id
 WHERE NOT w.synthetic
   AND EXISTS (SELECT FROM band_assignment b WHERE b.wearer_id = w.id AND b.ends_at IS NULL)
 GROUP BY g.code;
