-- name: enter
SELECT set_config('role', 'gunmane_service', true),
       set_config('gunmane.actor', $1, true),
       set_config('gunmane.organisation', $2, true),
       set_config('transaction_read_only', $3, true)
