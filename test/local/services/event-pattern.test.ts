import { objectCreated } from '../../../local/events.ts';
import { eventPattern, matchesPattern } from '../../../local/services/event-pattern.ts';

const event = objectCreated('shop', { key: 'incoming/a b.csv', size: 7, etag: 'e' });
const takes = (pattern: object) => matchesPattern(eventPattern.parse(pattern), event);

it.each([
  [{ source: ['aws.s3'] }],
  [{ source: ['aws.ec2', 'aws.s3'], 'detail-type': ['Object Created'] }],
  [{ detail: { bucket: { name: ['shop'] }, object: { key: [{ prefix: 'incoming/' }] } } }],
  [{ detail: { object: { key: [{ wildcard: '*.csv' }] }, reason: [{ 'anything-but': ['CopyObject'] }] } }],
])('%j takes an upload', (pattern) => {
  expect(takes(pattern)).toBe(true);
});

it.each([
  [{ source: ['aws.s3'], 'detail-type': ['Object Deleted'] }],
  [{ detail: { bucket: { name: ['another'] } } }],
  [{ detail: { object: { key: [{ prefix: 'outgoing/' }] } } }],
  [{ detail: { object: { key: [{ wildcard: 'incoming/*.mp4' }] } } }],
  [{ detail: { absent: ['x'] } }],
  [{ source: { deeper: ['x'] } }],
])('%j does not take it', (pattern) => {
  expect(takes(pattern)).toBe(false);
});

it.each([
  [{ detail: { size: [{ numeric: ['>', 0] }] } }],
  [{ detail: { object: { key: [{ suffix: '.mp4' }] } } }],
  [{ source: 'aws.s3' }],
])('%j is refused, and never guessed at', (pattern) => {
  expect(eventPattern.safeParse(pattern).success).toBe(false);
});
