-- Destinations with at least one arrival a day, the latest first.
SELECT
  rank() OVER (ORDER BY arrival_delay_min DESC, dest) AS place,
  coalesce(city, airport) || ' (' || dest || ')' AS destination,
  arrival_delay_min,
  completed
FROM by_destination
WHERE completed >= (SELECT date_diff('day', from_day, to_day) FROM batch)
ORDER BY place
