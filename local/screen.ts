import { styleText } from 'node:util';

/** Where the local run tells what happens: lines that stay, and on a terminal one below them that moves. */
export interface Screen {
  line(text?: string): void;
  /** Shows that something goes on, until the function that it returns is called; that one returns the seconds it took. */
  begin(what: string): () => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  /** How many characters a line has; no end where nobody has said. */
  readonly columns: number;
  close(): void;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/** Colours and moving lines on a terminal alone; elsewhere, and where NO_COLOR or TERM=dumb ask for it, plain text. */
export function openScreen(
  out: Output = process.stdout,
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>> = process.env,
): Screen {
  const live = out.isTTY === true && TERM !== 'dumb';
  const coloured = live && !NO_COLOR;
  const busy = new Map<symbol, { readonly what: string; readonly since: number }>();
  let [lastLine, patience, turn] = [performance.now(), 1, 0];

  const erase = () => void (live && out.write('\r\x1b[2K'));
  const busyText = () => [...busy.values()].map(({ what, since }) => `${what} ${secondsSince(since)}`).join(' · ');
  const line = (text = '') => {
    erase();
    out.write(`${text}\n`);
    [lastLine, patience] = [performance.now(), 1];
  };
  const tick = () => {
    if (busy.size === 0) return;
    if (live) {
      erase();
      out.write(`  ${spinner[turn++ % spinner.length]} ${busyText()}`.slice(0, (out.columns || 80) - 1));
    } else if (performance.now() - lastLine > patience * 1000) {
      const next = patience * 2;
      line(`  … ${busyText()}`);
      patience = next;
    }
  };
  const timer = setInterval(tick, 100).unref();
  const styled = (format: 'bold' | 'dim' | 'red' | 'green') => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;

  return {
    line,
    begin: (what) => {
      const [id, since] = [Symbol(what), performance.now()];
      busy.set(id, { what, since });
      return () => {
        busy.delete(id);
        erase();
        return secondsSince(since);
      };
    },
    bold: styled('bold'),
    dim: styled('dim'),
    red: styled('red'),
    green: styled('green'),
    columns: out.columns || Number.POSITIVE_INFINITY,
    close: () => {
      clearInterval(timer);
      erase();
    },
  };
}

/** Says so and ends the process where a person stops it, and in silence where whoever read the lines is gone. */
export function endWhenStopped(screen: Screen, said: string): void {
  const stopWith = (code: number) => () => {
    screen.line(said);
    screen.close();
    process.exit(code);
  };
  process.stdout.once('error', () => process.exit(141));
  process.once('SIGINT', stopWith(130)).once('SIGTERM', stopWith(143));
}

const secondsSince = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
