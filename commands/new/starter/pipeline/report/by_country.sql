SELECT customers.country, count(*) AS orders, sum(orders.price) AS revenue
FROM orders
JOIN customers ON customers.customer_id = orders.customer_id
GROUP BY customers.country
ORDER BY revenue DESC, customers.country
