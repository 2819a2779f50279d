import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { filesIn } from './dropped.ts';
import { useSource } from './loaded.ts';

interface DropZoneProps {
  /** The folder that takes files; undefined where none are taken. */
  readonly inbox: string | undefined;
  readonly children: ComponentChildren;
}

/** The page takes what is dropped on it, and puts it into the inbox. */
export function DropZone({ inbox, children }: DropZoneProps) {
  const source = useSource();
  const [isOver, setOver] = useState(false);
  const [told, setTold] = useState<string>();
  const isFiles = (event: DragEvent) => inbox !== undefined && event.dataTransfer?.types.includes('Files') === true;
  const take = async (transfer: DataTransfer) => {
    const files = await filesIn(transfer);
    const fitting = files.filter(({ path }) => path.split('/').length === 3);
    for (const { path, file } of fitting) await source.put(path, file);
    const passed = files.length - fitting.length;
    setTold(
      `${fitting.length} taken${passed > 0 ? `; ${passed} not: drop a folder <batch>/<source>/ with the files in it` : ''}`,
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files come by the keyboard too, through the folder
    <div
      class={`page ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ relatedTarget }) => relatedTarget === null && setOver(false)}
      onDrop={(event) => {
        if (!isFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer).catch((error: unknown) =>
          setTold(error instanceof Error ? error.message : String(error)),
        );
      }}
    >
      {children}
      {told !== undefined && (
        <p class="told" role="status">
          {told}
          <button type="button" class="quiet" onClick={() => setTold(undefined)}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}
