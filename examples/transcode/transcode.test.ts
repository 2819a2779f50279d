import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isInstalled, notInstalled } from '../../local/program.ts';
import { startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';
import { described } from './film/probe.ts';

const missing = ['ffmpeg', 'ffprobe'].filter((program) => !isInstalled(program));
if (missing.length > 0)
  process.stderr.write(`${notInstalled('ffmpeg')}. Without it, nothing is transcoded in these tests.\n`);
const suite = missing.length === 0 || process.env.CI ? describe : describe.skip;

const folder = mkdtempSync(join(tmpdir(), 'films-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What ffmpeg makes of these words, as a file of that name. */
function made(name: string, ...words: string[]): Buffer {
  const path = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...words, path]);
  return readFileSync(path);
}

const tone = ['-f', 'lavfi', '-i', 'sine=duration=1'];
const pattern = (size: string) => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=10:duration=1`];
const encoding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-movflags', '+faststart'];
/** A film of a second with a tone, unless the words say otherwise. */
const film = (name: string, size: string, ...words: string[]) =>
  made(name, ...pattern(size), ...tone, ...encoding, ...words);

/** As a phone says how a film is to be shown: https://developer.apple.com/documentation/quicktime-file-format/track_header_atom */
function turnedRight(film: Buffer): Buffer {
  const matrix = film.indexOf('tkhd') + 44;
  const turn = [0, 2 ** 16, 0, -(2 ** 16), 0, 0, 0, 0, 2 ** 30];
  for (const [at, value] of turn.entries()) film.writeInt32BE(value, matrix + 4 * at);
  return film;
}

suite('an upload', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  beforeAll(async () => {
    stack = await startStack({ example: 'transcode', clock: realClock(() => 0) });
  });
  afterAll(() => stack.stop());

  const bucket = () => stack.refOf('Bucket');
  const object = async (Key: string) => stack.ask('s3', 'getObject', { Bucket: await bucket(), Key });
  const listed = z.object({ Contents: z.array(z.looseObject({ Key: z.string(), Size: z.number() })).default([]) });
  const objects = async (Prefix: string) =>
    listed.parse(await stack.ask('s3', 'listObjectsV2', { Bucket: await bucket(), Prefix })).Contents;
  /** What a player would see, over HTTP as it would. */
  const watched = async (key: string, ...words: string[]) => {
    const url = `${process.env.AWS_ENDPOINT_URL_S3}/${await bucket()}/${key}`;
    // The server answers from this very process, which must not wait.
    return (await promisify(execFile)('ffprobe', ['-v', 'error', '-of', 'json', ...words, url])).stdout;
  };
  const ended = async (key: string, body: Uint8Array) => (await stack.upload(key, body)).map(({ end }) => end);

  it('can be watched in each size that is no larger, and is announced', async () => {
    expect(await ended('incoming/a film.mp4', film('film.mp4', '640x480'))).toMatchObject([
      {
        status: 'SUCCEEDED',
        output: {
          playlist: 'outgoing/a film.mp4/master.m3u8',
          thumbnail: 'outgoing/a film.mp4/thumbnail.jpg',
          renditions: ['480p', '360p'],
        },
      },
    ]);
    const programs = z.object({
      programs: z.array(z.object({ streams: z.array(z.looseObject({ codec_type: z.string() })) })),
    });
    const seen = await watched('outgoing/a%20film.mp4/master.m3u8', '-show_programs', '-count_frames');
    const streams = programs.parse(JSON.parse(seen)).programs.map((one) => one.streams);
    const sound = { codec_type: 'audio', codec_name: 'aac' };
    expect(streams).toMatchObject([
      [{ codec_name: 'h264', width: 640, height: 480, nb_read_frames: '10' }, sound],
      [{ codec_name: 'h264', width: 480, height: 360, nb_read_frames: '10' }, sound],
    ]);
    const thumbnail = await watched('outgoing/a%20film.mp4/thumbnail.jpg', '-show_streams');
    expect(described.parse(JSON.parse(thumbnail)).streams).toMatchObject([{ width: 480, height: 360 }]);
    const message = expect.stringMatching(/^incoming\/a film\.mp4 can be watched at s3:.* in 480p, 360p\.$/);
    expect(await stack.mail()).toEqual([{ subject: 'A film can be watched', message }]);
  });

  it('tells players what its renditions are', async () => {
    const { Body, ContentType } = await object('outgoing/a film.mp4/master.m3u8');
    const [segment] = await objects('outgoing/a film.mp4/480p/00000.ts');
    const bandwidth = Number(/BANDWIDTH=(\d+)/.exec(String(Body))?.[1]);
    expect(ContentType).toBe('application/vnd.apple.mpegurl');
    expect(Body).toMatch(
      /CODECS="avc1\.6400[0-9a-f]{2},mp4a\.40\.2",RESOLUTION=640x480,FRAME-RATE=10\.000\n480p\/index\.m3u8\n/,
    );
    expect(Math.abs(bandwidth - (segment?.Size ?? 0) * 8)).toBeLessThan(0.1 * bandwidth);
  });

  const phone = () => turnedRight(film('phone.mp4', '160x90', '-an'));
  it('taken upright by a phone, without a tone, stays upright', async () => {
    expect(await ended('incoming/phone.mp4', phone())).toMatchObject([{ output: { renditions: ['90p'] } }]);
    const { streams } = described.parse(JSON.parse(await watched('outgoing/phone.mp4/master.m3u8', '-show_streams')));
    expect(streams).toMatchObject([{ width: 90, height: 160 }]);
  });

  it('that comes twice writes the same objects', async () => {
    const keys = async () => (await objects('outgoing/phone.mp4/')).map(({ Key }) => Key);
    const before = await keys();
    expect(await ended('incoming/phone.mp4', phone())).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(await keys()).toEqual(before);
    expect(await stack.mail()).toHaveLength(2); // a person may hear of it twice, too
    expect(before).toHaveLength(4);
  });

  const half = (body: Buffer) => body.subarray(0, body.length / 2);
  const song = () => made('song.m4a', ...tone, '-c:a', 'aac');
  /** Plays well, were it not that it leads to another file. */
  const list = () => {
    made('other.ts', ...pattern('160x90'), ...encoding);
    return Buffer.from(`#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${join(folder, 'other.ts')}\n#EXT-X-ENDLIST\n`);
  };
  it.each([
    ['that is no film', 'notes.mp4', () => Buffer.from('This is no film.'), 'Unreadable', /ffmpeg says/],
    ['of which nothing came', 'empty.mp4', () => Buffer.alloc(0), 'EmptyFile', /is empty/],
    [
      'that was cut off',
      'half.mkv',
      () => half(film('whole.mkv', '320x180')),
      'CutOff',
      /after 0\.\d s of the 1\.\d s/,
    ],
    ['whose beginning alone came', 'half.mp4', () => half(film('whole.mp4', '320x180')), 'CutOff', /after 0\.\d s of/],
    ['that is sound alone', 'song.m4a', song, 'NoPicture', /no moving picture/],
    ['that leads to another file', 'list.mp4', list, 'Unreadable', /ffmpeg says/],
  ])('%s ends with what is wrong, and is told', async (_, name, body, error, cause) => {
    expect(await ended(`incoming/${name}`, body())).toMatchObject([
      { status: 'FAILED', error, cause: expect.stringMatching(cause) },
    ]);
    const [letter, ...more] = await stack.mail();
    expect(letter).toMatchObject({ subject: 'A file cannot be used', message: expect.stringMatching(cause) });
    expect(letter?.message).toContain(`incoming/${name} cannot be used (${error})`);
    expect(more).toEqual([]);
    expect(await objects(`outgoing/${name}/`)).toEqual([]);
  });

  it('that was replaced meanwhile is not mixed with what came then', async () => {
    const object = { key: 'incoming/phone.mp4', etag: 'of-what-came-before' };
    const { end } = await stack.run('Transcode', { detail: { object } });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  });

  it('elsewhere starts nothing', async () => {
    expect(await ended('elsewhere/a.mp4', Buffer.from('x'))).toEqual([]);
  });
});
