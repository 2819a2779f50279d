import { serviceOf } from '../../deployment/service.ts';

it.each([
  ['shop-orders', 'shop-orders'],
  ['Web shop, Zürich', 'web-shop-zurich'],
  ['2024 sales_EU', 'sales-eu'],
])('calls the stack of %s %s', (name, service) => {
  expect(serviceOf(name)).toBe(service);
});

it.each(['', '2024', '売上', 'x'.repeat(41)])('refuses "%s", of which no stack can be named', (name) => {
  expect(() => serviceOf(name)).toThrow('names its stack too');
});
