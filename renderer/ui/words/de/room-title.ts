import { translation } from '../../../../core/base/language.ts';
import { ROOM } from '../room-title.ts';

export const german = [translation(ROOM, { unnamed: (start) => `Raum ${start}`, file: 'Board' })];
