import { expect, test } from 'vitest';
import { HandTool } from '../../../../../renderer/engine/tools/hand.ts';
import { ToolDesk } from './tool-desk.ts';

test('the board follows the hand', () => {
  const desk = new ToolDesk();
  const hand = new HandTool(desk);
  expect(hand.cursor()).toBe('grab');
  hand.press(desk.at(100, 100));
  expect(hand.cursor()).toBe('grabbing');
  hand.drag(desk.at(130, 90));
  hand.drag(desk.at(160, 90));
  hand.release();
  hand.drag(desk.at(500, 500));
  expect(desk.panned).toEqual({ x: -60, y: 10 });
});
