-- Calls for help of which people were told while the database was away show as such.
ALTER TABLE alert ADD COLUMN without_database boolean NOT NULL DEFAULT false;
-- Servers remember who lives where, and read just what is new.
CREATE INDEX wearer_revision ON wearer (revision);
