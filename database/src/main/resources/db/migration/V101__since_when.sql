-- Since when somebody has a band, as people count it. Who gets a band by file and is its first has it from the beginning of time, so
-- that whatever it ever sent is theirs; nobody was to be visited then, and nobody wants to read that date.
CREATE VIEW band_wearing AS
SELECT a.id, a.band, b.model, b.disabled, a.wearer_id, a.lent, a.ends_at,
       CASE WHEN a.starts_at > 'epoch' THEN a.starts_at ELSE least(b.created_at, a.ends_at) END AS since
  FROM band_assignment a JOIN band b ON b.id = a.band;

CREATE OR REPLACE VIEW visit_due AS
SELECT w.id AS wearer_id, w.grid_id, w.risk, s.every_days, v.last_at,
       coalesce(v.last_at, b.since) + make_interval(days => s.every_days) AS due_at
  FROM wearer w
  JOIN visit_setting s ON s.risk = w.risk
  JOIN LATERAL (SELECT min(a.since) AS since FROM band_wearing a
                 WHERE a.wearer_id = w.id HAVING bool_or(a.ends_at IS NULL)) b ON true
  LEFT JOIN LATERAL (SELECT max(x.visited_at) AS last_at FROM visit x WHERE x.wearer_id = w.id) v ON true
 WHERE NOT w.synthetic
   AND NOT EXISTS (SELECT FROM wearer_suspension p WHERE p.wearer_id = w.id AND p.starts_at <= now()
                      AND (p.ends_at IS NULL OR p.ends_at > now()));
