/** `order_count` as a heading: `Order count`. */
export const headingOf = (name: string): string =>
  name.replace(/_/g, ' ').replace(/^./u, (first) => first.toUpperCase());
