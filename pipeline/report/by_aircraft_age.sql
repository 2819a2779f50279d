WITH aged AS (
  SELECT
    flights.tailnum,
    flights.dep_time,
    flights.dep_delay,
    planes.tailnum AS registered,
    extract(YEAR FROM flights.flight_date) - planes.year AS age
  FROM flights
  LEFT JOIN planes ON planes.tailnum = flights.tailnum
),
grouped AS (
  SELECT
    *,
    CASE
      WHEN tailnum IS NULL THEN 8
      WHEN registered IS NULL THEN 7
      WHEN age IS NULL THEN 6
      WHEN age < 5 THEN 1
      WHEN age < 10 THEN 2
      WHEN age < 15 THEN 3
      WHEN age < 20 THEN 4
      ELSE 5
    END AS place
  FROM aged
)
SELECT
  place,
  CASE place
    WHEN 1 THEN 'under 5 years'
    WHEN 2 THEN '5 to 9 years'
    WHEN 3 THEN '10 to 14 years'
    WHEN 4 THEN '15 to 19 years'
    WHEN 5 THEN '20 years and more'
    WHEN 6 THEN 'year not registered'
    WHEN 7 THEN 'not in the registry'
    ELSE 'no tail number'
  END AS age,
  count(DISTINCT tailnum) AS planes,
  count(*) AS scheduled,
  round(100 * CAST(count(*) FILTER (WHERE dep_time IS NULL) AS DOUBLE) / nullif(count(*), 0), 2) AS cancelled_percent,
  round(avg(dep_delay), 2) AS departure_delay_min
FROM grouped
GROUP BY place
ORDER BY place
