-- One row: the month in figures. Cancelled is a flight that never departed;
-- on time is one that arrived less than 15 minutes late, as a share of those that completed their journey.
SELECT
  count(*) AS scheduled,
  count(*) FILTER (WHERE dep_time IS NULL) AS cancelled,
  round(100 * CAST(count(*) FILTER (WHERE dep_time IS NULL) AS DOUBLE) / nullif(count(*), 0), 4) AS cancelled_percent,
  round(avg(dep_delay), 4) AS departure_delay_min,
  round(100 * CAST(count(*) FILTER (WHERE arr_delay < 15) AS DOUBLE) / nullif(count(arr_delay), 0), 4) AS on_time_percent
FROM flights
ORDER BY scheduled
