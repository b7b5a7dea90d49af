-- name: enter
SELECT set_config('role', 'gunmane_service', true),
       set_config('gunmane.actor', $1, true),
       set_config('gunmane.organisation', $2, true),
       set_config('transaction_read_only', $3, true),
       -- Where server, role or database allow less than this, that holds.
       CASE WHEN $4 > 0 AND current_setting('statement_timeout')::interval NOT BETWEEN '1 us' AND make_interval(secs => $4 / 1000.0)
            THEN set_config('statement_timeout', $4::text, true) END,
       -- A COPY that has sent nothing yet is not cancelled by the driver, which closes the connection: the server looks whether it is still there (on Linux it can).
       CASE WHEN version() LIKE '%linux%' THEN set_config('client_connection_check_interval', '2s', true) END
