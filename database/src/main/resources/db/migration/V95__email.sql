-- Mailboxes of workers and of family. The check is the last fence: what imports let in is stricter.

ALTER TABLE worker
  ADD COLUMN email text CHECK (email ~ '^[^[:space:][:cntrl:]<>,;:"()@]+@[^[:space:][:cntrl:]<>,;:"()@]+$');
ALTER TABLE contact
  ADD COLUMN email text CHECK (email ~ '^[^[:space:][:cntrl:]<>,;:"()@]+@[^[:space:][:cntrl:]<>,;:"()@]+$');
