-- The times within which calls are to be answered and reached are the city's own, and a person called once by several means was called once.

ALTER TABLE kpi_setting
  -- In seconds, three of them, growing.
  ADD COLUMN answer_targets integer[] NOT NULL DEFAULT '{20,60,180}'
    CHECK (cardinality(answer_targets) = 3 AND 0 < answer_targets[1] AND answer_targets[1] < answer_targets[2]
           AND answer_targets[2] < answer_targets[3]),
  -- In minutes, four of them, growing.
  ADD COLUMN arrive_targets integer[] NOT NULL DEFAULT '{15,30,45,60}'
    CHECK (cardinality(arrive_targets) = 4 AND 0 < arrive_targets[1] AND arrive_targets[1] < arrive_targets[2]
           AND arrive_targets[2] < arrive_targets[3] AND arrive_targets[3] < arrive_targets[4]),
  -- A wearer who has not pressed for a test for so many days is due for one.
  ADD COLUMN test_days integer NOT NULL DEFAULT 31 CHECK (test_days > 0);

DROP VIEW kpi_by_day;
-- Shares of what could be answered: answered_1 within the first of answer_targets, arrived_1 within the first of arrive_targets, and so on.
CREATE VIEW kpi_by_day AS
SELECT c.day, c.night, c.area, c.grid, c.kind, c.severity, s.answer_targets, s.arrive_targets,
       count(*) AS cases,
       sum(press_count) AS presses,
       count(*) FILTER (WHERE test) AS tests,
       count(*) FILTER (WHERE false_alarm) AS false_alarms,
       count(*) FILTER (WHERE late) AS late,
       count(*) FILTER (WHERE answerable) AS answerable,
       count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[1]) AS answered_1,
       count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[2]) AS answered_2,
       count(*) FILTER (WHERE c.answer_seconds <= s.answer_targets[3]) AS answered_3,
       count(*) FILTER (WHERE arrive_seconds IS NOT NULL) AS arrived,
       count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[1] * 60) AS arrived_1,
       count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[2] * 60) AS arrived_2,
       count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[3] * 60) AS arrived_3,
       count(*) FILTER (WHERE arrive_seconds <= s.arrive_targets[4] * 60) AS arrived_4,
       count(*) FILTER (WHERE close_seconds IS NOT NULL) AS closed,
       count(*) FILTER (WHERE call_back_seconds IS NOT NULL) AS called_back,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY dispatch_seconds) AS dispatch_median_seconds,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY c.answer_seconds) AS answer_median_seconds,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY arrive_seconds) AS arrive_median_seconds
  FROM alert_clock c CROSS JOIN kpi_setting s
 GROUP BY c.day, c.night, c.area, c.grid, c.kind, c.severity, s.answer_targets, s.arrive_targets;

DROP VIEW kpi_pages;
-- How often a worker was called: who is called too often stops to listen. One step of a case is one page, by however many means it went.
CREATE VIEW kpi_pages AS
SELECT (n.created_at AT TIME ZONE s.zone)::date AS day, w.code AS worker,
       count(DISTINCT (n.alert_id, n.step)) AS pages, count(DISTINCT n.alert_id) AS cases,
       count(DISTINCT (n.alert_id, n.step)) FILTER (WHERE n.state = 'received') AS received,
       count(DISTINCT (n.alert_id, n.step)) FILTER (WHERE n.state = 'declined') AS declined
  FROM notification n CROSS JOIN kpi_setting s
  JOIN worker w ON w.id = n.worker_id
  JOIN alert a ON a.id = n.alert_id
  LEFT JOIN wearer p ON p.id = a.wearer_id
 WHERE p.synthetic IS NOT TRUE
 GROUP BY 1, 2;
