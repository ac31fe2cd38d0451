/**
 * Every coded "no" that crosses a wire, with the sentence that a person reads. Append-only: a code that shipped keeps its
 * meaning. Each sentence says what happened, then the next step, and blames no one.
 */
export const REFUSALS = {
  // shapes of ids and requests
  'room_id.not_text': 'The room name is missing. Use a name of 1 to 64 letters, digits, - or _.',
  'room_id.too_long': 'The room name is too long. Use at most 64 characters.',
  'room_id.bad_character': 'The room name may contain only letters, digits, - and _.',
  'client_id.malformed': 'This copy of Inkroom sent an id that the server cannot read. Update Inkroom and join again.',
  'join.malformed': 'The server could not read the request to join. Update Inkroom and try again.',
  'join.name': 'The name is too long. Use at most 40 characters.',
  'join.twice': 'This connection is already in a room. Leave it before joining another.',
  'join.needed': 'Join a room first.',
  'join.replaced': 'You joined again from another window or connection. That one continues; this one has ended.',
  'join.version':
    'This Inkroom and the server have different versions. Reload the page or update the app; if that changes nothing, the server is the older one, and its operator updates it.',
  'room.full': 'The room is full. Try again when someone has left.',
  'room.read_only':
    'The server cannot save the board right now, so nobody can change it. It tries again by itself; what is drawn is kept.',
  'room.host_ended': 'The host ended this room. You hold a copy.',
  'store.unavailable': 'The server cannot reach the place where boards are kept. Inkroom tries again by itself.',
  'store.damaged':
    'The server cannot read its stored copy of this board. It was left unchanged. Ask the operator of the server, and draw in another room meanwhile.',
  'server.rooms_full': 'The server has reached its limit of rooms. Try again later, or use another server.',
  'server.full': 'The server’s memory for boards is full. Your changes are kept here and sent when there is room again.',
  'server.draining': 'The server is restarting. Inkroom reconnects by itself.',
  // shapes of batches and ops
  'batch.malformed': 'The server could not read a change. It was taken back here.',
  'batch.too_many_ops': 'That was too much at once. Do it in smaller steps.',
  'batch.gap': 'Changes arrived out of order. Inkroom sends them again.',
  'batch.too_large': 'That change is too large. Do it in smaller steps.',
  'op.unknown_code': 'The server does not know this kind of change. Update the server.',
  'op.malformed': 'The server could not read a change. It was taken back here.',
  'op.not_yours': 'Only its author can continue a stroke.',
  'op.unknown_element': 'The element to change is not on this board.',
  'op.element_exists': 'That id is already used on this board.',
  'op.coordinate': 'That lies outside the board. Move closer to the middle.',
  'op.value': 'The server does not accept this value.',
  'append.gap': 'A part of a stroke is missing. Inkroom sends it again.',
  'append.overlap': 'A part of a stroke was sent twice with different points.',
  'append.malformed': 'The points of a stroke could not be read.',
  'append.too_many_points': 'This stroke has reached its length limit. Lift the pen and continue.',
  'append.ended': 'This stroke is already finished.',
  'op.forgotten': 'That was removed so long ago that the board can no longer bring it back.',
  'text.too_long': 'This text has reached its length limit. Continue in another one.',
  'cut.too_many_spans': 'That is too much erasing at once. Lift the pen and continue.',
  'board.too_many_elements': 'The board has reached its limit of elements. Save it and continue in a new room.',
  'board.too_many_bytes': 'The board has reached its size limit. Save it and continue in a new room.',
  // rates
  'rate.messages': 'Too many changes in a short time. Wait a moment.',
  'rate.bytes': 'Too much drawn in a short time. Wait a moment.',
  'rate.elements': 'Too many elements were added in a short time. Inkroom sends the rest more slowly.',
  'rate.address': 'Too much came from your network in a short time. Inkroom goes on more slowly.',
  'rate.rooms': 'Too many rooms were opened from here in a short time. Inkroom tries again by itself.',
  // presence, catch-up
  'presence.malformed': 'The server could not read a cursor.',
  'catch_up.malformed': 'The server could not read the request for the missed changes.',
  'catch_up.busy': 'The server is already sending the missed changes.',
  'catch_up.outdated': 'What the server was sending is out of date. Inkroom asks again.',
  // files and snapshots
  'snapshot.not_inkroom': 'This is not an Inkroom file.',
  'snapshot.version': 'This file was made by a newer Inkroom. Update to open it.',
  'snapshot.checksum': 'This file is damaged: its checksum does not match.',
  'snapshot.malformed': 'This file is damaged and cannot be read.',
  'file.unreadable': 'This file is damaged and cannot be read.',
  'file.unknown': 'Inkroom does not open files of this kind.',
  'file.too_large': 'This file is larger than Inkroom opens. Open a smaller file.',
  'file.too_new': 'This file was made by a newer version of its app than Inkroom reads.',
  'file.no_scene': 'This picture holds no drawing that Inkroom can open.',
  'file.empty': 'There is nothing in this file that Inkroom can put on a board.',
  'frame.malformed': 'The server sent something that this Inkroom cannot read. Update Inkroom.',
  // several servers of one room
  'server.clock':
    'The clocks of the server and of its service differ too much. The operator of the server must set them; Inkroom tries again by itself.',
  'server.cut_off': 'The servers of this room cannot reach each other right now. Inkroom tries again by itself.',
  'instance.malformed': 'Another server sent something that this one cannot read.',
  'instance.version': 'The servers of this room have different versions. Update the older one.',
  // quotas of a service between client and hub: no hub sends these; the client derives them from the service's messages
  'service.messages':
    'The service that carries this room has used up its messages for today: it counts anew at midnight UTC, or its operator raises the limit. What you draw is kept; Inkroom tries again every half minute.',
  'service.connections':
    'The service that carries this room has reached its limit of connections: wait until somebody leaves, or its operator raises the limit. What you draw is kept; Inkroom tries again every half minute.',
  // no hub sends these either: the client derives them from answers of the hub and from what the network lets through
  'service.away':
    'The server answers, but it has no connection to the service that carries this room. If that lasts, tell its operator; Inkroom tries again by itself.',
  'line.blocked':
    'The server answers, but this network lets no connection through. Ask the people who run the network or a proxy to let WebSockets pass. Inkroom tries again by itself.',
  // a proxy between page and hub: no hub sends this; the client derives it from the answer 403
  'page.not_allowed':
    'The server does not know this address of its page. The people who run it start it with --public-url and the address that you see in the browser, or let the proxy pass the Host header on. Inkroom tries again by itself.',
  // access
  'access.denied': 'This link does not allow that. Ask the host for another link.',
  'access.needed': 'This room opens only with a link from its host. Ask the host for one.',
  'access.sign_in': 'This room opens to people of an organisation. Sign in, and it opens.',
  'sign_in.unknown': 'Nobody has told this server who you are. Ask the people who run it.',
  'sign_in.stale': 'This sign-in is over, or was begun in another window. Begin it again.',
  'sign_in.unreachable': 'The sign-in service of your organisation does not answer. Try again in a minute.',
  'sign_in.not_allowed': 'You are signed in, but this room is not open to you. Ask its host, or the people who run this server.',
  'link.malformed': 'A part of this link is missing or was changed. Copy the whole link again, or ask for a new one.',
  'link.expired': 'This link has expired. Ask the host for a new one.',
  'link.other_room': 'This link is for another room. Ask the host for a link to this one.',
  'link.foreign': 'This server does not know the key of this link. Ask the host for a new link.',
  'link.none': 'This server makes no links. Its operator can change that with --link-key.',
  'pass.needed': 'This room has a password. Ask the host for it.',
  'pass.wrong': 'That is not the password of this room. Try again, or ask the host for it.',
  'pass.too_often': 'Too many passwords were tried from your network. Wait a minute and try again.',
  'room.kicked': 'A host sent you away from this room. You can join again in a minute.',
  'room.banned': 'A host closed this room to you. Ask the host if that was a mistake.',
  'room.locked': 'Only hosts draw here now. Raise your hand in the list of people to ask for the pen.',
  'host.needed': 'Only a host of this room can do that. Ask a host.',
  'host.protected': 'That person is a host of this room. One host cannot decide about another one.',
  'host.too_many': 'This room holds as many decisions of its hosts as it may. Take one back first.',
  'host.malformed': 'The server could not read what you decided. Update Inkroom and try again.',
  'link.revoked': 'The host took this link back. Ask the host for a new one.',
  'link.used': 'This link is for one use, and it was used. Ask the host for a new one.',
  // words between people
  'rate.chat': 'Too many messages in a short time. Inkroom sends the rest more slowly.',
  'chat.too_long': 'This message is too long. Use at most 2,000 characters.',
  'chat.full': 'The chat of this board is full. Ask a host to clear it.',
  'vote.full': 'This board holds as many dots as it may. Save it and continue in a new room.',
  'chat.not_here': 'That person is no longer here, so nobody got the message.',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

export function isRefusalCode(raw: unknown): raw is RefusalCode {
  return typeof raw === 'string' && Object.hasOwn(REFUSALS, raw);
}

/** The text of a refused call or a closed connection: the code, and its sentence. */
export function refusalText(code: RefusalCode): string {
  return `${code}: ${REFUSALS[code]}`;
}
