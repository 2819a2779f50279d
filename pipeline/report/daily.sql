-- One row a day; `_week` is the mean over all flights of the seven days up to that day, within the month.
WITH days AS (
  SELECT
    flight_date AS day,
    count(*) AS scheduled,
    count(*) FILTER (WHERE dep_time IS NULL) AS cancelled,
    count(dep_delay) AS departed,
    sum(dep_delay) AS delay_min,
    count(arr_delay) AS completed,
    count(*) FILTER (WHERE arr_delay < 15) AS on_time
  FROM flights
  GROUP BY 1
)
SELECT
  day,
  scheduled,
  scheduled - cancelled AS operated,
  cancelled,
  round(100 * CAST(cancelled AS DOUBLE) / nullif(scheduled, 0), 2) AS cancelled_percent,
  round(CAST(delay_min AS DOUBLE) / nullif(departed, 0), 2) AS departure_delay_min,
  round(CAST(sum(delay_min) OVER week AS DOUBLE) / nullif(sum(departed) OVER week, 0), 2) AS departure_delay_min_week,
  round(100 * CAST(on_time AS DOUBLE) / nullif(completed, 0), 2) AS on_time_percent,
  round(100 * CAST(sum(on_time) OVER week AS DOUBLE) / nullif(sum(completed) OVER week, 0), 2) AS on_time_percent_week
FROM days
WINDOW week AS (ORDER BY day RANGE BETWEEN INTERVAL '6' DAY PRECEDING AND CURRENT ROW)
ORDER BY day
