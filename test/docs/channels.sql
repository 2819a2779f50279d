SELECT channel, count(*) AS orders, sum(price) AS revenue
FROM orders
GROUP BY channel
ORDER BY revenue DESC, channel
