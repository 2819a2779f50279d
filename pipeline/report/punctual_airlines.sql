-- An airline with a handful of flights would head or close the ranking by chance.
SELECT airline, carrier, on_time_percent
FROM by_airline
WHERE completed >= 100
ORDER BY on_time_percent DESC, carrier
