SELECT sum(price) AS revenue
FROM orders
ORDER BY revenue
