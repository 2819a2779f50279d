import type { Screen } from '../../local/screen.ts';
import type { Site } from '../site/site.ts';
import type { Stage } from '../site/stage.ts';
import type { Asked, OptionName } from './options.ts';

/** What a command came to. */
export interface Done {
  /** 0 unless told; 1 where there is something left to do. */
  readonly code?: number;
  /** For people. */
  readonly lines: readonly string[];
  /** For programs. */
  readonly json: unknown;
  /** In the place of the lines, where it was asked for. */
  readonly csv?: string | undefined;
}

interface About {
  /** One line of the list of commands. */
  readonly does: string;
  /** What stands behind its name: `<run>`, `[batch]`, or nothing. */
  readonly about: string;
  /** Options beside those of every command. */
  readonly takes: readonly OptionName[];
  /** What else its help says. */
  readonly more?: string;
}

/** A command that does its work anywhere. */
export interface Everywhere extends About {
  run(asked: Asked, site: Site, screen: Screen): Promise<Done>;
}

/** A command that has no sense on this machine. */
export interface OnStage extends About {
  /** What to do on this machine instead. */
  readonly here: string;
  onStage(asked: Asked, stage: Stage, screen: Screen): Promise<Done>;
}

export type Command = Everywhere | OnStage;
