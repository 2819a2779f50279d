import { readFileSync } from 'node:fs';
import { leftOutFor } from '../../jest.config.js';
import { pipeline } from '../../pipeline/pipeline.ts';

const sample = readFileSync('pipeline/pipeline.ts', 'utf8');

it("runs the tests of the sample's figures while the pipeline has the sample's name", () => {
  expect(leftOutFor(sample)).toEqual([]);
});

it('leaves them out once it has a name of its own, whatever its sources are called', () => {
  const fork = sample.replace(pipeline.name, 'my-shop');
  expect(fork).toContain("from './sources/flights.ts'");
  expect(leftOutFor(fork)).toEqual(
    expect.arrayContaining(['<rootDir>/test/pipeline/', '<rootDir>/test/whole-pipeline/']),
  );
});

it.each(['README.md', 'CONTRIBUTING.md'])('is told in %s', (file) => {
  expect(readFileSync(file, 'utf8')).toContain(`\`name: '${pipeline.name}'\``);
});
