-- Bands as things that are handed out, lent, taken back and lost, beside who wears them.
ALTER TABLE band
  -- Only a band in stock can be lost or broken: who wears one has it with them.
  ADD COLUMN condition text NOT NULL DEFAULT 'fine' CHECK (condition IN ('fine', 'lost', 'broken')),
  ADD COLUMN condition_at timestamptz;
ALTER TABLE band_assignment
  -- While the wearer's own is repaired.
  ADD COLUMN lent boolean NOT NULL DEFAULT false,
  -- Who handed it out and who took it back; null for files.
  ADD COLUMN begun_by text,
  ADD COLUMN ended_by text;
-- For wearers who are enrolled at a desk and bring no number of their own.
CREATE SEQUENCE wearer_number;
