import { isTopic } from '../../../core/contract/announcement.ts';
import { openBoardLine, type Shown } from './board-line.ts';
import { WORDS } from './words.ts';

/** Older announcements leave the page. */
const MOST_SHOWN = 100;

function element<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const state = element('state', HTMLParagraphElement);
const list = element('announcements', HTMLOListElement);
const empty = element('empty', HTMLParagraphElement);
const form = element('follow', HTMLFormElement);
const field = element('topic', HTMLInputElement);
const followed = element('topics', HTMLUListElement);

/** The page's own address may name topics. */
const given = new URLSearchParams(location.search).get('topics')?.split(',').filter(isTopic) ?? [];
const topics = new Set(given);

const line = openBoardLine({
  // Next to the page: /api/board is served by the same functions as /api/negotiate.
  url: `${new URL('.', location.href).pathname.replace(/\/$/, '')}?topics=${given.join(',')}`,
  changes: () => [
    ...[...topics].map((topic) => ['Follow', topic] as const),
    ...given.filter((topic) => !topics.has(topic)).map((topic) => ['Unfollow', topic] as const),
  ],
  onAnnouncement: show,
  onState(now) {
    state.textContent = WORDS[now];
    state.dataset.state = now;
  },
});

function show({ text, from, topic }: Shown): void {
  const item = document.createElement('li');
  const body = document.createElement('p');
  body.textContent = text;
  const about = document.createElement('footer');
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  about.textContent = [from === '' ? WORDS.nameless : from, topic, time].filter((part) => part !== undefined).join(' · ');
  item.append(body, about);
  list.prepend(item);
  empty.hidden = true;
  while (list.childElementCount > MOST_SHOWN) list.lastElementChild?.remove();
}

function showTopics(): void {
  followed.replaceChildren(
    ...[...topics].map((topic) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `${topic} ×`;
      button.setAttribute('aria-label', WORDS.stopFollowing(topic));
      button.addEventListener('click', () => void change('Unfollow', topic));
      item.append(button);
      return item;
    }),
  );
}

async function change(method: 'Follow' | 'Unfollow', topic: string): Promise<void> {
  field.setCustomValidity('');
  try {
    await line.change(method, topic);
  } catch {
    field.setCustomValidity(WORDS.unfollowed);
    field.reportValidity();
    return;
  }
  if (method === 'Follow') topics.add(topic);
  else topics.delete(topic);
  field.value = '';
  showTopics();
}

field.addEventListener('input', () => field.setCustomValidity(''));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const topic = field.value.trim().toLowerCase();
  if (topic !== '') void change('Follow', topic);
});
showTopics();
