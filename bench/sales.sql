SELECT
  CAST(date_trunc('month', orders.ordered_at) AS DATE) AS month,
  coalesce(regions.zone, 'unknown') AS zone,
  coalesce(customers.segment, 'unknown') AS segment,
  coalesce(products.category, 'unknown') AS category,
  count(*) AS orders,
  CAST(sum(orders.quantity) AS BIGINT) AS units,
  CAST(sum(orders.quantity * orders.unit_price) AS DECIMAL(18, 2)) AS revenue,
  count(orders.coupon) AS coupons
FROM orders
LEFT JOIN customers ON customers.customer_id = orders.customer_id
LEFT JOIN products ON products.product_id = orders.product_id
LEFT JOIN regions ON regions.region = orders.region
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
