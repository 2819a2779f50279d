import type { Language, Machine, WorkingState } from './definition.ts';
import type { Variables } from './expressions/scope.ts';
import type { Flow } from './flow.ts';
import type { Way } from './history.ts';
import type { Journal } from './journal.ts';
import type { Json, JsonObject } from './json.ts';
import type { MapRuns } from './map-run/map-runs.ts';
import type { Watch } from './watch.ts';
import type { World } from './world.ts';

/** Where a state runs: in which branch of which execution, with what it sees. */
export interface Frame {
  readonly world: World;
  readonly way: Way;
  /** `Map@2/Inner@0`; empty at the top. */
  readonly scope: string;
  /** The scope in which the execution itself begins: empty, but for a child of a distributed Map. */
  readonly top: string;
  /** Of the machine; a state may say another. */
  readonly language: Language;
  readonly variables: Variables;
  /** The context object, but for the state's own part. */
  readonly context: JsonObject;
  /** Aborted when the execution ends, or a branch beside this one fails. */
  readonly signal: AbortSignal;
  readonly journal: Journal;
  /** Runs a machine inside of a state. */
  readonly run: (machine: Machine, input: Json, frame: Frame) => Promise<Json>;
  /** Hears of the states, with where they run. */
  readonly watch: Watch;
  readonly mapRuns: MapRuns;
  /** Does the work of states in their stead. */
  readonly standIn?: StandIn;
}

/** What the work of a state comes to, without the work. */
type StandIn = (state: WorkingState, flow: Flow, frame: Frame) => Promise<Json>;
