SELECT
  CAST(strptime(day, '%d.%m.%Y') AS DATE) AS day,
  sum(CAST(replace(replace(amount, '.', ''), ',', '.') AS DECIMAL(12, 2))) AS amount
FROM orders
GROUP BY 1
ORDER BY 1
