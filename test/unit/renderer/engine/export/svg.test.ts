import { describe, expect, test } from 'vitest';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { exportSvg } from '../../../../../renderer/engine/export/svg/export-svg.ts';
import { markupOf } from '../../../../../renderer/engine/export/svg/svg-markup.ts';
import { SvgPath } from '../../../../../renderer/engine/export/svg/svg-path.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../local-board.ts';

const canvas = (): RecordingCanvas => new RecordingCanvas(() => ({ width: 10 }) as TextMetrics);
const markup = (target: RecordingCanvas): string => markupOf(target.marks, () => 'data:image/png;base64,AA"A');

test('a board is a picture of its size, ink as filled outlines and markers as lines under them', async () => {
  const board = new LocalBoard();
  board.stroke([
    [0, 0],
    [40, 0],
    [40, 30],
  ]);
  board.stroke(
    [
      [0, 15],
      [40, 15],
    ],
    { kind: 2, width: 128 },
  );
  const scene = new Scene(() => board.board());
  scene.reset();
  const entries = [...scene.ids()].map((id) => scene.get(id)).filter((entry) => entry !== undefined);
  const from = { board: () => board.board(), clock: new FakeClock() };
  const svg = await exportSvg(entries, from, { background: true, theme: 'light' });
  const lines = svg?.split('\n') ?? [];
  expect(lines[0]).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="[\d.]+" height="[\d.]+" viewBox="0 0 [\d.]+ [\d.]+">$/,
  );
  expect(lines[1]).toContain('fill="#fbfaf7"');
  expect(lines[2]).toMatch(
    /^<path d="M.+" fill="none" stroke="#[0-9a-f]{6}" stroke-width="8" stroke-linecap="round".+ opacity="0.35"/,
  );
  expect(lines[3]).toMatch(/^<path d="M.+Z" fill="#1d1d1f" transform="matrix\(1 0 0 1 [\d.]+ [\d.]+\)"\/>$/);
  const bare = await exportSvg(entries, from, { background: false, theme: 'light' });
  expect(bare).not.toContain('<rect');
  expect(await exportSvg([], from, { background: true, theme: 'light' })).toBeUndefined();
});

describe('the recorder', () => {
  test('keeps transform, look and path of each thing that is drawn', () => {
    const target = canvas();
    target.setTransform(0, 2, -2, 0, 5, 6);
    target.globalAlpha = 0.5;
    target.strokeStyle = 'rgba(1, 2, 3, 0.5)';
    target.lineWidth = 3;
    target.setLineDash([4, 2]);
    target.beginPath();
    target.moveTo(0, 0);
    target.lineTo(10.006, 0);
    target.stroke();
    expect(markup(target)).toBe(
      '<path d="M0 0L10.01 0" fill="none" stroke="rgba(1, 2, 3, 0.5)" stroke-width="3" stroke-linecap="butt" stroke-linejoin="miter" stroke-dasharray="4 2" opacity="0.5" transform="matrix(0 2 -2 0 5 6)"/>',
    );
  });

  test('writes text as text, with its font, and nothing of it as markup', () => {
    const target = canvas();
    target.font = '500 14px "Inter Variable", sans-serif';
    target.fillStyle = '#123456';
    target.fillText('<script>alert("1")</script> & \u0000\ud800', 1, 2);
    expect(markup(target)).toBe(
      '<text x="1" y="2" font-family="&quot;Inter Variable&quot;, sans-serif" font-size="14" font-weight="500" fill="#123456" xml:space="preserve">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; \ufffd</text>',
    );
  });

  test('sets text as exactly as the canvas does: unrounded widths of letters', () => {
    const target = canvas();
    target.textRendering = 'geometricPrecision';
    target.fillText('Kettle', 0, 0);
    expect(markup(target)).toContain(' text-rendering="geometricPrecision"');
  });

  test('anchors text as a canvas does, also where it runs from right to left', () => {
    const target = canvas();
    target.direction = 'rtl';
    target.textAlign = 'left';
    target.fillText('שלום', 0, 0);
    expect(markup(target)).toContain('direction="rtl" text-anchor="end"');
  });

  test('holds the bytes of a picture, stretched into its box, and its address stays in its quotes', () => {
    const target = canvas();
    target.globalAlpha = 0.25;
    target.drawImage({} as ImageBitmap, -5, -6, 10, 12);
    expect(markup(target)).toBe(
      '<image href="data:image/png;base64,AA&quot;A" x="-5" y="-6" width="10" height="12" preserveAspectRatio="none" opacity="0.25"/>',
    );
  });

  test('what is not a colour is no markup either', () => {
    const target = canvas();
    target.fillStyle = '"/><script>';
    target.fillRect(0, 0, 1, 1);
    expect(markup(target)).not.toContain('<script>');
  });
});

describe('paths', () => {
  const d = (trace: (path: SvgPath) => void): string => {
    const path = new SvgPath();
    trace(path);
    return path.d;
  };

  test('a whole ellipse is two arcs', () => {
    expect(d((path) => path.ellipse(10, 20, 10, 5, 0, 0, Math.PI * 2))).toBe('M20 20A10 5 0 0 1 0 20A10 5 0 0 1 20 20');
  });

  test('an arc goes on from the end of a line, and a round rectangle closes', () => {
    expect(
      d((path) => {
        path.moveTo(0, 0);
        path.lineTo(5, 0);
        path.arc(10, 0, 5, Math.PI, Math.PI * 1.5);
      }),
    ).toMatch(/^M0 0L5 0L5 0A5 5 0 0 1 6\.46 -3\.54A5 5 0 0 1 10 -5$/);
    expect(d((path) => path.roundRect(0, 0, 10, 6, 2))).toBe(
      'M2 0h6a2 2 0 0 1 2 2v2a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-2a2 2 0 0 1 2 -2Z',
    );
  });
});
