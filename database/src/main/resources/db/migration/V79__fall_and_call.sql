-- A fall and a call for help of the same moment are one case, a call, with both facts.
ALTER TABLE alert ADD COLUMN fell_at timestamptz;

-- The open case of another kind that a fall or a call is to be put with, if there is one. Until the transaction ends nobody else asks
-- this about the wearer, so of a fall and a call that come in at once the second sees the first. Whoever asks does not wait for longer
-- than so many milliseconds: a call for help goes its way even if something hangs. Each statement in here sees what is committed by then.
CREATE FUNCTION case_beside(wearer bigint, other text, moment timestamptz, within interval, patience integer)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  until timestamptz := clock_timestamp() + patience * INTERVAL '1 ms';
BEGIN
  WHILE NOT pg_try_advisory_xact_lock(hashtext('kanhu fall and call'), hashint8(wearer)) LOOP
    IF clock_timestamp() >= until THEN
      EXIT;
    END IF;
    PERFORM pg_sleep(0.002);
  END LOOP;
  RETURN (SELECT a.id FROM alert a
           WHERE a.wearer_id = wearer AND a.kind = other AND a.state NOT IN ('resolved', 'closed')
             AND (a.raised_at BETWEEN moment - within AND moment + within
                  OR EXISTS (SELECT FROM sos_press p
                              WHERE p.wearer_id = wearer AND p.alert_id = a.id
                                AND p.pressed_at BETWEEN moment - within AND moment + within)));
END $$;
