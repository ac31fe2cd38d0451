import { Wifi } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { NearbyRoom } from '../../../core/contract/desktop/nearby.ts';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { NEARBY, nearbyPlace, nearbyTitle } from '../words/sharing/nearby-words.ts';

/** The interval between two looks. Milliseconds. */
const LOOK_MS = 1_000;

/** Finds rooms on this network. Absent in a browser, which cannot. */
export interface NetworkFinding {
  readonly clock: Clock;
  /** Never rejects. */
  readonly look: () => Promise<readonly NearbyRoom[]>;
}

interface NearbyRoomsProps {
  readonly finding: NetworkFinding;
  readonly isOn: boolean;
  readonly onSetting: (isOn: boolean) => void;
  readonly onJoin: (link: RoomLink) => void;
}

/** Rooms that are hosted on this network, if the person has this setting on. */
export function NearbyRooms({ finding, isOn, onSetting, onJoin }: NearbyRoomsProps): ReactNode {
  const rooms = useNearby(finding, isOn);
  return (
    <section className="nearby" aria-label={NEARBY.title}>
      <h3 className="field-label">{NEARBY.title}</h3>
      {isOn ? (
        <>
          {rooms.length === 0 ? <p className="hint">{NEARBY.none}</p> : null}
          <ul className="nearby__list">
            {rooms.map((room) => (
              <li key={`${room.server} ${room.room}`}>
                <button type="button" className="nearby__room" onClick={() => onJoin({ server: room.server, room: room.room })}>
                  <Wifi {...ICON} size={16} />
                  <span className="nearby__words">
                    <strong>{nearbyTitle(room)}</strong>
                    <span className="muted">{nearbyPlace(room)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {rooms.length > 0 ? <p className="hint">{NEARBY.note}</p> : null}
        </>
      ) : null}
      <label className="tick">
        <input type="checkbox" checked={isOn} onChange={(event) => onSetting(event.currentTarget.checked)} />
        {NEARBY.setting}
      </label>
    </section>
  );
}

function useNearby({ clock, look }: NetworkFinding, isOn: boolean): readonly NearbyRoom[] {
  const [rooms, setRooms] = useState<readonly NearbyRoom[]>([]);
  useEffect(() => {
    if (!isOn) return undefined;
    let isOver = false;
    let timer = clock.after(0, () => again());
    const again = (): void => {
      void look().then((found) => {
        if (isOver) return;
        setRooms(found);
        timer = clock.after(LOOK_MS, again);
      });
    };
    return () => {
      isOver = true;
      timer.dispose();
    };
  }, [clock, look, isOn]);
  return rooms;
}
