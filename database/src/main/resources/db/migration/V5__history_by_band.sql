-- A wearer's history is found by the bands the wearer has worn, which the primary key (band, measured_at) already serves:
-- the second index of each table cost a fifth of the insert rate (docs/decisions/0004-history-by-band.md).
DROP INDEX vital_sign_of_wearer;
DROP INDEX location_fix_of_wearer;
DROP INDEX band_status_of_wearer;
