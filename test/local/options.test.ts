import { readOptions, usage } from '../../local/options.ts';

it('takes the sample with its databases, out/ and .tributary/ unless told otherwise', () => {
  expect(readOptions([])).toEqual({
    batches: [],
    input: 'sample/incoming',
    seed: 'sample/seed',
    onlyFiles: false,
    out: 'out',
    store: '.tributary',
    again: false,
    distributed: false,
    verbose: false,
  });
  expect(readOptions(['--only-files', '--seed', 'mine'])).toMatchObject({ onlyFiles: true, seed: 'mine' });
});

it('takes batches one by one and as a list', () => {
  expect(readOptions(['--batch', '2025-01,2025-02', '--batch=2025-03']).batches).toEqual([
    '2025-01',
    '2025-02',
    '2025-03',
  ]);
});

it.each([
  [['--bach', '2025-01'], '--bach is no option here.'],
  [['2025-01'], '2025-01 is one word too many.'],
  [['--input'], '--input needs a value behind it.'],
  [['--input', '--out', 'o'], '--input needs a value behind it.'],
  [['--only-files=no'], '--only-files is said without a value.'],
])('refuses %j, and shows what there is', (args, problem) => {
  expect(() => readOptions(args)).toThrow(problem);
  expect(() => readOptions(args)).toThrow(usage);
});

it('says where an option was meant for it, and npm has taken it', () => {
  expect(() => readOptions([], { npm_config_only_files: 'true' })).toThrow(
    'npm took --only-files for itself: write -- before it, like npm start -- --only-files …',
  );
  expect(readOptions([], { npm_config_registry: 'https://r', npm_package_name: 'x' }).input).toBe('sample/incoming');
});
