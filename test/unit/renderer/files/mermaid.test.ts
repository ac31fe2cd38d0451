import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { Gathering } from '../../../../renderer/files/gathering.ts';
import { Diagram, TooLarge } from '../../../../renderer/files/mermaid/diagram.ts';
import { mermaidIn } from '../../../../renderer/files/mermaid/is-mermaid.ts';
import { layOut } from '../../../../renderer/files/mermaid/lay-out.ts';
import { type MermaidResult, readMermaid } from '../../../../renderer/files/mermaid/read-mermaid.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';

const { arrow, diamond, ellipse, line, rectangle, text: words } = ElementKind;

function elementsOf(result: MermaidResult): readonly NewElement[] {
  if (result.is !== 'read') throw new Error(`${result.is} ${'line' in result ? result.line : ''}`);
  return result.reading.elements;
}

const read = (...lines: readonly string[]): readonly NewElement[] => elementsOf(readMermaid(lines.join('\n')));
const textsOf = (elements: readonly NewElement[], kind: number): readonly string[] =>
  elements.filter((element) => element.kind === kind).map(({ text = '' }) => text);
/** `from>to`, heads, dash and width (world units), and the words. */
const edgesOf = (elements: readonly NewElement[]): readonly string[] =>
  elements
    .filter(({ kind }) => kind === arrow)
    .map(({ from, to, text, values }) => {
      const { headFrom, headTo, dash = 0, width } = values;
      return `${from?.on?.key}>${to?.on?.key} ${headFrom}${headTo}${dash}${width} ${text ?? ''}`.trim();
    });
function boxOf({ x, y, values: { w = 0, h = 0 } }: NewElement): { left: number; top: number; right: number; bottom: number } {
  return { left: x, top: y, right: x + w, bottom: y + h };
}

test('the first word tells Mermaid from other words', () => {
  expect(mermaidIn('flowchart LR\n  a --> b')).toBeDefined();
  expect(mermaidIn('```mermaid\ngraph TD\na-->b\n```')).toBe('graph TD\na-->b');
  expect(mermaidIn('%% made by hand\n\nsequenceDiagram\n a->>b: hi')).toBeDefined();
  expect(mermaidIn('---\ntitle: x\n---\nstateDiagram-v2\n [*] --> a')).toBeDefined();
  expect(mermaidIn('classDiagram\r\n class A')).toBe('classDiagram\n class A');
  for (const other of ['graph paper is cheap', 'flowcharts', 'milk\nbread', 'gantt\n title x', '```js\ngraph TD\n```'])
    expect(mermaidIn(other)).toBeUndefined();
});

describe('a flowchart', () => {
  test('has nodes in their forms, links with heads, dashes and words, and chains', () => {
    const elements = read(
      'flowchart TD',
      '  start([Get up]) --> kettle["Fill the<br/>kettle (1 l)"]; %% by hand',
      '  kettle -->|"is it full?"| full{Full}',
      '  full -- no --> kettle',
      '  full == yes ==> a & b -.-> c((Tea))',
      '  c <--> d-e --x f --o g --- h',
      '  style c fill:#f9f',
      '  click c "https://example.org"',
    );
    expect(textsOf(elements, rectangle)).toEqual(['Fill the\nkettle (1 l)', 'a', 'b', 'd-e', 'f', 'g', 'h']);
    expect(textsOf(elements, ellipse)).toEqual(['Get up', 'Tea']);
    expect(textsOf(elements, diamond)).toEqual(['Full']);
    expect(edgesOf(elements)).toEqual([
      'start>kettle 01032',
      'kettle>full 01032 is it full?',
      'full>kettle 01032 no',
      'full>a 01064 yes',
      'full>b 01064 yes',
      'a>c 01132',
      'b>c 01132',
      'c>d-e 11032',
      'd-e>f 04032',
      'f>g 03032',
      'g>h 00032',
    ]);
  });

  test('goes in its direction, and no two nodes overlap', () => {
    const down = read('graph TB', 'a-->b-->c', 'a-->d-->c').filter(({ kind }) => kind === rectangle);
    const right = read('graph LR', 'a-->b-->c', 'a-->d-->c').filter(({ kind }) => kind === rectangle);
    const by = (elements: readonly NewElement[], key: string): NewElement =>
      elements.find((one) => one.key === key) as NewElement;
    expect(by(down, 'a').y).toBeLessThan(by(down, 'b').y);
    expect(by(down, 'b').y).toBe(by(down, 'd').y);
    expect(by(right, 'a').x).toBeLessThan(by(right, 'b').x);
    expect(by(right, 'b').x).toBe(by(right, 'd').x);
    for (const elements of [down, right])
      for (const one of elements)
        for (const other of elements) {
          const [a, b] = [boxOf(one), boxOf(other)];
          if (one !== other) expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
        }
  });

  test('has a box around each group, and links to a group', () => {
    const elements = read(
      'flowchart LR',
      'subgraph kitchen [The kitchen]',
      '  direction TB',
      '  kettle --> cup',
      'end',
      'shop --> kitchen',
    );
    const group = elements.find(({ key }) => key === 'group kitchen');
    if (!group) throw new Error('no group');
    const around = boxOf(group);
    for (const key of ['kettle', 'cup']) {
      const inside = boxOf(elements.find((one) => one.key === key) as NewElement);
      expect(
        inside.left > around.left && inside.right < around.right && inside.top > around.top && inside.bottom < around.bottom,
      ).toBe(true);
    }
    expect(textsOf(elements, words)).toEqual(['The kitchen']);
    expect(edgesOf(elements)[1]).toMatch(/^shop>group kitchen/);
  });
});

test('a state diagram has starts and ends, said states, choices and states in states', () => {
  const elements = read(
    'stateDiagram-v2',
    '  [*] --> Cold',
    '  Cold --> Hot : heat',
    '  state "Very hot" as Hot',
    '  Cold : below 20',
    '  state pick <<choice>>',
    '  Hot --> pick',
    '  state Cup {',
    '    [*] --> full',
    '    full --> [*]',
    '  }',
    '  pick --> Cup',
    '  note right of Cold : brr',
    '  Cup --> [*]',
  );
  // The first is the box around Cup.
  expect(textsOf(elements, rectangle)).toEqual(['', 'below 20', 'Very hot', 'full']);
  expect(textsOf(elements, ellipse)).toEqual(['', '', '', '']);
  expect(textsOf(elements, words)).toEqual(['Cup']);
  expect(edgesOf(elements)).toHaveLength(7);
  expect(edgesOf(elements)).toContain('Cold>Hot 01032 heat');
});

test('a class diagram has members in the boxes and its kinds of relation', () => {
  const elements = read(
    'classDiagram',
    '  class Pot {',
    '    <<interface>>',
    '    +int litres',
    '    +pour(cup) List~Drop~',
    '  }',
    '  Pot <|-- Kettle',
    '  Kettle "1" *-- "many" Part : has',
    '  Kettle ..> Water',
    '  Kettle : -bool hot',
  );
  expect(textsOf(elements, rectangle)).toEqual([
    '«interface»\nPot\n\n+int litres\n+pour(cup) List‹Drop›',
    'Kettle\n\n-bool hot',
    'Part',
    'Water',
  ]);
  expect(edgesOf(elements)).toEqual(['Pot>Kettle 20032', 'Kettle>Part 30032 1 has many', 'Kettle>Water 01132']);
});

test('a sequence diagram has a column for each person, and its messages in rows', () => {
  const elements = read(
    'sequenceDiagram',
    '  autonumber',
    '  participant A as Ana',
    '  actor Ben',
    '  A->>+Ben: Tea?',
    '  alt thirsty',
    '    Ben-->>-A: Yes, please',
    '  else not',
    '    Ben-xA: No',
    '  end',
    '  A->>A: drink',
    '  Note over A,Ben: the end',
  );
  expect(elements.filter(({ kind, text }) => kind === rectangle && text).map(({ text }) => text)).toEqual([
    'Ana',
    'Ben',
    'the end',
  ]);
  expect(elements.filter(({ key }) => key.startsWith('life'))).toHaveLength(2);
  const messages = elements.filter(({ kind }) => kind === arrow);
  expect(messages.map(({ values }) => [values.headTo, values.dash ?? 0])).toEqual([
    [2, 0],
    [2, 1],
    [4, 0],
    [2, 0],
  ]);
  const rows = messages.map(({ y }) => y);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(messages[0]?.to?.x).toBeGreaterThan(0);
  expect(messages[1]?.to?.x).toBeLessThan(0);
  expect(textsOf(elements, words)).toEqual(['else not', 'alt thirsty', 'Tea?', 'Yes, please', 'No', 'drink']);
  expect(elements.filter(({ kind }) => kind === line).length).toBe(3);
});

test('broken text names its line, and too much is refused as a whole', () => {
  expect(readMermaid('flowchart LR\na --> b\nb --> [')).toEqual({ is: 'unreadable', line: 3 });
  expect(readMermaid('graph TD\nsubgraph x\na')).toEqual({ is: 'unreadable', line: 3 });
  expect(readMermaid('sequenceDiagram\nAna says hello')).toEqual({ is: 'unreadable', line: 2 });
  expect(readMermaid('stateDiagram\n}')).toEqual({ is: 'unreadable', line: 2 });
  expect(readMermaid('classDiagram\nclass A {')).toEqual({ is: 'unreadable', line: 2 });
  expect(readMermaid('flowchart LR')).toEqual({ is: 'unreadable', line: 1 });
  expect(readMermaid(`sequenceDiagram\n${'a b '.repeat(10_000)}`)).toEqual({ is: 'unreadable', line: 2 });
  const many = Array.from({ length: 600 }, (_, i) => `n${i} --> n${i + 1}`).join('\n');
  expect(readMermaid(`graph TD\n${many}`)).toEqual({ is: 'tooLarge' });
  expect(readMermaid(`graph TD\n${'a-->b\n'.repeat(20_000)}`)).toEqual({ is: 'tooLarge' });
  // Long edges through many rows: the layout would take minutes.
  const chain = Array.from({ length: 400 }, (_, i) => `n${i} --> n${i + 1}`);
  const long = Array.from({ length: 400 }, (_, i) => `n${i % 50} --> n${400 - (i % 50)}`);
  expect(readMermaid(`graph TD\n${[...chain, ...long].join('\n')}`)).toEqual({ is: 'tooLarge' });
  expect(readMermaid(`graph TD\n${chain.slice(0, 100).join('\n')}\nn100 --> n0`).is).toBe('read');
  const groups = Array.from({ length: 300 }, (_, i) => `subgraph g${i}\nm${i}\nend`).join('\n');
  expect(readMermaid(`graph TD\n${groups}`)).toEqual({ is: 'tooLarge' });
});

test('any words after the first line are read, or refused with a line', () => {
  const piece = fc.constantFrom(
    'a',
    'b1',
    '-->',
    '--',
    '-.->',
    '[',
    ']',
    '{',
    '}',
    '((',
    '|',
    ':',
    '"',
    'end',
    'subgraph',
    '[*]',
    '<|--',
    '\n',
    ' ',
    '&',
    ';',
    'é',
    '->>',
    'note over a: x',
    '~',
    'class',
  );
  const heads = fc.constantFrom('flowchart LR', 'sequenceDiagram', 'classDiagram', 'stateDiagram-v2');
  fc.assert(
    fc.property(heads, fc.array(piece, { maxLength: 40 }), (head, pieces) => {
      const result = readMermaid(`${head}\n${pieces.join('')}`);
      expect(['read', 'unreadable', 'tooLarge']).toContain(result.is);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['flowchart TB\nsubgraph a\nsubgraph a\nend\nend', 3],
  ['flowchart TB\nsubgraph a\nsubgraph b\nsubgraph a\nend\nend\nend', 4],
  ['stateDiagram-v2\nstate a {\nstate a {\n}\n}', 3],
  ['classDiagram\nnamespace a {\nnamespace a {\n}\n}', 3],
])('a group inside of itself cannot be read: %j', (text, line) => {
  expect(readMermaid(text)).toEqual({ is: 'unreadable', line });
});

test('a link that does not end is found in no time, however many blanks it has', () => {
  const endless = `a -- ${' '.repeat(1_900)}b`;
  expect(readMermaid(`flowchart TB\n${endless}`)).toEqual({ is: 'unreadable', line: 2 });
  const many = readMermaid(
    `flowchart TB\n${Array.from({ length: 20 }, (_, i) => `n${i} -- ${' '.repeat(1_900)}x --> b`).join('\n')}`,
  );
  expect(many.is).toBe('read');
});

test.each(['constructor', 'toString', '__proto__'])('a node may be called %s', (name) => {
  for (const lines of [
    ['flowchart TB', `${name} --> b`],
    ['flowchart TB', `subgraph ${name}`, 'b', 'end', `c --> ${name}`],
    ['stateDiagram-v2', `${name} --> b`],
    ['classDiagram', `class ${name} {`, '+x', '}', `${name} <|-- B`],
    ['sequenceDiagram', `${name}->>B: hi`],
  ])
    expect(read(...lines).length, lines.join('; ')).toBeGreaterThan(2);
  // Such a form of a state is unknown.
  expect(read('stateDiagram-v2', `state x <<${name}>>`, 'x --> y')[0]).toMatchObject({ key: 'x', kind: rectangle });
});

test('a group whose first part is empty keeps the others', () => {
  const elements = read('flowchart TB', 'subgraph a', 'subgraph b', 'end', 'subgraph c', 'n', 'end', 'end');
  expect(elements.filter(({ key }) => key.startsWith('group ')).map(({ key }) => key)).toEqual(['group a', 'group c']);
});

test('a diagram at which the layout itself fails is refused like one that is too large', () => {
  const fails = (): never => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  expect(() => layOut(new Diagram(), new Gathering(), fails)).toThrow(TooLarge);
});
