-- name: own
SELECT fact, rows FROM gunmane.partition_prefecture($1)

-- name: back
SELECT fact, rows FROM gunmane.unpartition_prefecture($1)
