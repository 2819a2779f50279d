import { type Contract, isSensitive } from '../contract/contract.ts';
import { messageOf, told } from '../core/told.ts';

/** Why a file as a whole cannot be used, and what to do: the end of a sentence that begins with its name. */
export class FileFault extends Error {}

/** Said of the file with which a source is more than one function can work on. */
export const tooMuch = new FileFault(
  'has more in it than is left of maxSourceBytes, which counts what is unpacked. Deliver less at once, or raise it in pipeline/pipeline.ts',
);

/** Whether an error of the engine tells of this machine, not of what it was given. */
export const ofTheWorld = (error: unknown) =>
  /^(Out of Memory|INTERNAL|FATAL|Interrupt|IO Error: .*No space left)/i.test(messageOf(error));

/** What the engine says of a sound file that it reads nothing of, and the fault in words; it does not say which column. */
const unread: readonly (readonly [RegExp, string])[] = [
  [
    /Unsupported converted type/,
    'has a column of a type that cannot be read, such as BSON. Leave it out, or write it as a string',
  ],
  [
    /BYTE_STREAM_SPLIT encoding is only supported/,
    'has a column in BYTE_STREAM_SPLIT that is neither FLOAT nor DOUBLE, which cannot be read. Write it in another encoding',
  ],
  [
    /Unsupported compression codec "LZ/,
    'is compressed with LZ4 as Hadoop writes it, or with LZO, which cannot be read. Write it with zstd, snappy or gzip',
  ],
  [/is encrypted, but/, 'is encrypted. Write it without encryption: the bucket encrypts what lies in it'],
];

/** Reads a file of that contract; what the engine cannot read is a FileFault. */
export async function orFault<Result>(contract: Contract, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (ofTheWorld(error)) throw error;
    const [, fault] = unread.find(([said]) => said.test(messageOf(error))) ?? [];
    if (fault) throw new FileFault(fault);
    // The path is that of a copy, another one in each execution.
    const line = told(error, isSensitive(contract)).replace(/ ['"][^'"]*\/raw-\d+[^'"]*['"]/g, '');
    const found = line.replace(/^.*? Error: |[.:]?\s*$/g, '');
    throw new FileFault(`is damaged, or not what its name says (${found}). Export it anew`);
  }
}
