SELECT
  coalesce(airlines.name, flights.carrier) AS airline,
  flights.carrier,
  count(*) AS scheduled,
  count(*) FILTER (WHERE dep_time IS NULL) AS cancelled,
  round(100 * CAST(count(*) FILTER (WHERE dep_time IS NULL) AS DOUBLE) / nullif(count(*), 0), 2) AS cancelled_percent,
  round(avg(dep_delay), 2) AS departure_delay_min,
  round(avg(arr_delay), 2) AS arrival_delay_min,
  count(arr_delay) AS completed,
  round(100 * CAST(count(*) FILTER (WHERE arr_delay < 15) AS DOUBLE) / nullif(count(arr_delay), 0), 2) AS on_time_percent
FROM flights
LEFT JOIN airlines ON airlines.carrier = flights.carrier
GROUP BY airlines.name, flights.carrier
ORDER BY scheduled DESC, flights.carrier
