-- Flights by the wind at their airport in the hour of departure; `from_mph` is null where none was observed.
WITH flights_in_wind AS (
  SELECT
    flights.dep_time,
    flights.dep_delay,
    CASE WHEN weather.wind_mph >= 30 THEN 30 ELSE 5 * CAST(floor(weather.wind_mph / 5) AS INTEGER) END AS from_mph
  FROM flights
  LEFT JOIN weather ON weather.station = flights.origin AND weather.hour = flights.sched_dep_hour
)
SELECT
  from_mph,
  CASE
    WHEN from_mph IS NULL THEN 'unknown'
    WHEN from_mph = 30 THEN '30+'
    ELSE CAST(from_mph AS VARCHAR) || '–' || CAST(from_mph + 5 AS VARCHAR)
  END AS wind,
  count(*) AS scheduled,
  count(*) FILTER (WHERE dep_time IS NULL) AS cancelled,
  round(100 * CAST(count(*) FILTER (WHERE dep_time IS NULL) AS DOUBLE) / nullif(count(*), 0), 2) AS cancelled_percent,
  round(avg(dep_delay), 2) AS departure_delay_min
FROM flights_in_wind
GROUP BY 1
ORDER BY from_mph NULLS LAST
