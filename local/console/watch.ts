import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Editors write a file in several steps. */
const settleMilliseconds = 40;

/** Does the work after files of the folders were saved, one time after another, and never two at once. */
export function whenSaved(folders: readonly string[], work: () => Promise<void>): { close(): void } {
  let [isSaved, isBusy] = [false, false];
  const watchers = new Map<string, FSWatcher>();
  const saved = async () => {
    isSaved = true;
    if (isBusy) return;
    isBusy = true;
    while (isSaved) {
      await pause(settleMilliseconds);
      isSaved = false;
      watchAll();
      await work();
    }
    isBusy = false;
  };
  // Folder by folder: Node's own way to watch what lies below loses a file that is put in the place of another.
  const watchAll = () => {
    for (const folder of folders.flatMap(foldersIn)) {
      if (watchers.has(folder)) continue;
      const forget = () => void watchers.delete(folder);
      watchers.set(
        folder,
        watch(folder, () => void saved())
          .on('error', forget)
          .on('close', forget),
      );
    }
  };
  watchAll();
  return {
    close: () => {
      for (const one of watchers.values()) one.close();
    },
  };
}

/** The folder, and all that are in it. */
const foldersIn = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? foldersIn(join(folder, entry.name)) : [],
  ),
];
