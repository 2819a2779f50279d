import { filmIn } from './film/film.ts';
import { masterOf } from './film/master.ts';
import { probe } from './film/probe.ts';
import { renditionsOf } from './film/renditions.ts';
import { bandwidthOf, codecOf, frameRateOf, segmentsIn } from './film/variant.ts';

const picture = { codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080 };
const sound = { codec_type: 'audio', codec_name: 'aac' };
const whole = { bytes: 9, format: { duration: '10.0' }, read: { frames: 250, seconds: 9.96 } };
const filmOf = (more: object) => filmIn(probe.parse({ ...whole, streams: [sound, picture], ...more }));
const withPicture = (more: object) => ({ streams: [{ ...picture, ...more }] });

describe('a film', () => {
  it('has the size of its picture, and the length that it promises', () => {
    expect(filmOf({})).toEqual({ width: 1920, height: 1080, seconds: 10 });
  });

  it.each([-90, 90, 270])('that is shown turned by %i degrees is upright', (rotation) => {
    expect(filmOf(withPicture({ side_data_list: [{}, { rotation }] }))).toMatchObject({ width: 1080, height: 1920 });
  });

  it.each([0, 180, -180])('that is shown turned by %i degrees lies', (rotation) => {
    expect(filmOf(withPicture({ side_data_list: [{ rotation }] }))).toMatchObject({ width: 1920, height: 1080 });
  });

  it.each([
    ['64:45', 1024],
    ['0:1', 720],
    ['N/A', 720],
  ])('of a camera with pixels of %s is %i wide', (sample_aspect_ratio, width) => {
    expect(filmOf(withPicture({ width: 720, height: 576, sample_aspect_ratio }))).toMatchObject({ width, height: 576 });
  });

  it('of a browser, which does not say how long it is, is as long as what is there', () => {
    expect(filmOf({ format: {} })).toMatchObject({ seconds: 9.96 });
  });
});

const cover = { ...picture, codec_name: 'mjpeg', disposition: { attached_pic: 1 } };

it.each([
  ['an empty file', { bytes: 0, refused: 'moov atom not found' }, 'EmptyFile', /empty/],
  ['what ffmpeg cannot read', { streams: [], refused: 'moov atom not found' }, 'Unreadable', /moov atom not found/],
  ['what ffmpeg cannot decode', { refused: 'unknown codec' }, 'Unreadable', /unknown codec/],
  ['a picture without a size', withPicture({ width: undefined }), 'Unreadable', /size/],
  ['sound alone', { streams: [sound] }, 'NoPicture', /no moving picture/],
  ['a song with a cover', { streams: [sound, cover], refused: 'no streams' }, 'NoPicture', /no moving picture/],
  ['one picture', { format: {}, read: { frames: 1, seconds: 0.04 } }, 'NoPicture', /none that moves/],
  ['half a film', { read: { frames: 125, seconds: 5 } }, 'CutOff', /ends after 5\.0 s of the 10\.0 s/],
])('refuses %s', (_, more, name, message) => {
  expect(() => filmOf(more)).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message) }));
});

it('does not take the last frame that sound outlasts for a cut', () => {
  expect(filmOf({ read: { frames: 240, seconds: 9.6 } })).toMatchObject({ seconds: 10 });
});

const sizes = (width: number, height: number) =>
  renditionsOf({ width, height }).map((one) => `${one.name} ${one.width}x${one.height}`);

describe('renditions', () => {
  it.each([
    [3840, 2160, ['1080p 1920x1080', '720p 1280x720', '480p 854x480', '360p 640x360']],
    [1280, 720, ['720p 1280x720', '480p 854x480', '360p 640x360']],
    [1000, 700, ['480p 686x480', '360p 514x360']],
    [720, 1280, ['720p 720x1280', '480p 480x854', '360p 360x640']],
    [2560, 1080, ['1080p 2560x1080', '720p 1706x720', '480p 1138x480', '360p 854x360']],
    [101, 57, ['57p 100x56']],
    [3, 1, ['1p 2x2']],
  ])('of %i x %i are %j', (width, height, expected) => {
    expect(sizes(width, height)).toEqual(expected);
  });

  it('are never larger than the film, and have even sides', () => {
    const all = Array.from({ length: 400 }, (_, at) => ({ width: 2 + at * 7, height: 2 + ((at * 13) % 1201) }));
    const wrong = all.flatMap((film) =>
      renditionsOf(film).filter(
        ({ width, height }) => width > film.width || height > film.height || width % 2 !== 0 || height % 2 !== 0,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a variant', () => {
  it('has the bits of its largest segment, and those of all', () => {
    const segments = [
      { bytes: 1000, seconds: 2 },
      { bytes: 500, seconds: 0.5 },
    ];
    expect(bandwidthOf(segments)).toEqual({ bandwidth: 8000, averageBandwidth: 4800 });
  });

  it('has the segments that its playlist names', () => {
    const playlist =
      '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.000000,\n00000.ts\n#EXTINF:1.5,\n00001.ts\n#EXT-X-ENDLIST\n';
    expect(segmentsIn(playlist)).toEqual([
      { file: '00000.ts', seconds: 6 },
      { file: '00001.ts', seconds: 1.5 },
    ]);
  });

  it.each([
    [{ codec_name: 'h264', profile: 'High', level: 31 }, 'avc1.64001f'],
    [{ codec_name: 'h264', profile: 'Main', level: 9 }, 'avc1.4d4009'],
    [{ codec_name: 'aac', profile: 'LC' }, 'mp4a.40.2'],
    [{ codec_name: 'aac' }, 'mp4a.40.2'],
  ])('is named as players know it: %j is %s', (stream, name) => {
    expect(codecOf({ ...stream, avg_frame_rate: '25/1' })).toBe(name);
  });

  it('is refused where no player would know it', () => {
    const stream = { codec_name: 'h264', profile: 'High 4:4:4 Predictive', level: 31, avg_frame_rate: '25/1' };
    expect(() => codecOf(stream)).toThrow('High 4:4:4 Predictive');
  });

  it('has its frames a second in thousandths', () => {
    expect(frameRateOf({ codec_name: 'h264', profile: 'High', avg_frame_rate: '30000/1001' })).toBe(29.97);
  });
});

it('writes a master playlist with what a player chooses by', () => {
  const variant = {
    ...{ name: '360p', width: 640, height: 360, frameRate: 29.97 },
    ...{ codecs: ['avc1.64001e', 'mp4a.40.2'], bandwidth: 800, averageBandwidth: 700 },
  };
  expect(masterOf([variant])).toBe(`#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=800,AVERAGE-BANDWIDTH=700,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970
360p/index.m3u8
`);
});
