import { openScreen } from '../../local/screen.ts';

beforeEach(() => jest.useFakeTimers({ advanceTimers: false }));
afterEach(() => jest.useRealTimers());

const erased = '\r\x1b[2K';

function screenOn(isTTY: boolean, environment: Record<string, string> = {}) {
  const written: string[] = [];
  const screen = openScreen({ isTTY, columns: 40, write: (text) => written.push(text) }, environment);
  return { screen, text: () => written.join('') };
}

describe('a screen that is piped', () => {
  it('gets nothing but lines, without a single escape code', () => {
    const { screen, text } = screenOn(false);
    const end = screen.begin('Check orders');
    jest.advanceTimersByTime(300);
    screen.line(`${screen.bold('Check')} ${screen.red('orders')} ${end()}`);
    screen.close();
    expect(text()).toBe('Check orders 0.3 s\n');
  });

  it('says ever more rarely what goes on while nothing ends', () => {
    const { screen, text } = screenOn(false);
    screen.begin('Check orders');
    jest.advanceTimersByTime(8000);
    screen.close();
    expect(text()).toBe('  … Check orders 1.1 s\n  … Check orders 3.2 s\n  … Check orders 7.3 s\n');
  });
});

describe('a screen that is a terminal', () => {
  it('shows what goes on in one line, which leaves nothing behind', () => {
    const { screen, text } = screenOn(true);
    const ends = [screen.begin('Check orders'), screen.begin('Check a source with a very long name')];
    jest.advanceTimersByTime(100);
    const shown = text().split(erased).at(-1) ?? '';
    expect(shown).toContain('Check orders 0.1 s · Check a sour');
    expect(shown.length).toBeLessThan(40);
    for (const end of ends) end();
    screen.line('done');
    screen.close();
    expect(text().endsWith(`${erased}done\n${erased}`)).toBe(true);
  });

  it.each([
    [{}, '\x1b[1mText\x1b[22m\n'],
    [{ NO_COLOR: '1' }, 'Text\n'],
    [{ TERM: 'dumb' }, 'Text\n'],
  ])('honours %j', (environment, expected) => {
    const { screen, text } = screenOn(true, environment);
    screen.line(screen.bold('Text'));
    screen.close();
    expect(text().replaceAll(erased, '')).toBe(expected);
  });
});
