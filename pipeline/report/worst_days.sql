-- Every day, most cancellations first, with the roughest weather among the hours and airports of its departures.
WITH sky AS (
  SELECT
    flights.flight_date AS day,
    max(weather.wind_mph) AS wind_mph,
    max(weather.gust_mph) AS gust_mph,
    min(weather.visibility_mi) AS visibility_mi,
    max(weather.precipitation_in) AS precipitation_in
  FROM flights
  LEFT JOIN weather ON weather.station = flights.origin AND weather.hour = flights.sched_dep_hour
  GROUP BY 1
)
SELECT
  daily.day,
  daily.scheduled,
  daily.cancelled,
  daily.cancelled_percent,
  daily.departure_delay_min,
  daily.on_time_percent,
  sky.wind_mph,
  sky.gust_mph,
  sky.visibility_mi,
  sky.precipitation_in
FROM daily
JOIN sky ON sky.day = daily.day
ORDER BY daily.cancelled DESC, daily.day
