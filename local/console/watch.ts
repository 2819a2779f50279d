import { watch } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Editors write a file in several steps. */
const settleMilliseconds = 40;

/** Does the work after files of the folders were saved, one time after another, and never two at once. */
export function whenSaved(folders: readonly string[], work: () => Promise<void>): { close(): void } {
  let [isSaved, isBusy] = [false, false];
  const go = async () => {
    isSaved = true;
    if (isBusy) return;
    isBusy = true;
    while (isSaved) {
      await pause(settleMilliseconds);
      isSaved = false;
      await work();
    }
    isBusy = false;
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, () => void go()));
  return { close: () => watchers.forEach((one) => void one.close()) };
}
