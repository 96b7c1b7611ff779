-- Where the wearer is, beside where they live: the smallest place that the last good position lies in, a grid or else an area. The
-- database does not insist that there is such a place: a server may know one for some seconds that was just deleted, and nothing
-- may keep a call for help from being stored.
ALTER TABLE alert
  ADD COLUMN at_grid_id bigint,
  ADD COLUMN at_area_id bigint,
  ADD CONSTRAINT alert_at_one_place CHECK (num_nonnulls(at_grid_id, at_area_id) <= 1);

-- Why somebody was called: for the grid the wearer lives in, for the place the wearer is in, or for both.
ALTER TABLE notification ADD COLUMN because text CHECK (because IN ('home', 'whereabouts', 'both'));
