SELECT
  flights.dest,
  coalesce(airports.name, flights.dest) AS airport,
  airports.city,
  airports.state,
  count(*) AS scheduled,
  round(100 * CAST(count(*) FILTER (WHERE dep_time IS NULL) AS DOUBLE) / nullif(count(*), 0), 2) AS cancelled_percent,
  count(arr_delay) AS completed,
  round(avg(arr_delay), 2) AS arrival_delay_min,
  round(100 * CAST(count(*) FILTER (WHERE arr_delay < 15) AS DOUBLE) / nullif(count(arr_delay), 0), 2) AS on_time_percent
FROM flights
LEFT JOIN airports ON airports.iata = flights.dest
GROUP BY flights.dest, airports.name, airports.city, airports.state
ORDER BY scheduled DESC, flights.dest
