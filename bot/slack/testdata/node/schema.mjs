// Checks blocks against the types of @slack/types: the golden files beside this
// folder, and more on standard input, as a JSON array of messages with blocks.
import assert from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const here = dirname(fileURLToPath(import.meta.url));
const schema = createGenerator({
  path: join(here, 'node_modules/@slack/types/dist/index.d.ts'),
  type: 'KnownBlock',
  skipTypeCheck: true,
  additionalProperties: false,
}).createSchema('KnownBlock');
const validate = new Ajv({ allErrors: false, strict: false }).compile(schema);

// The schema is worth something only if it refuses what is wrong.
for (const wrong of [
  { type: 'no_such_block' },
  { type: 'header' },
  { type: 'header', text: { type: 'mrkdwn', text: 'a' } },
  { type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', txt: 'a' }] }] },
  { type: 'actions', elements: [{ type: 'button', text: 'a' }] },
]) {
  assert(!validate(wrong), `the schema takes ${JSON.stringify(wrong)}`);
}

let blocks = 0;
function check(name, messages) {
  for (const message of messages) {
    for (const block of message.blocks) {
      blocks++;
      // A union's errors are long; those of the block's own type say what is wrong.
      assert(validate(block), `${name}: ${JSON.stringify(block)}\n${JSON.stringify(validate.errors?.slice(0, 5), null, 1)}`);
    }
  }
}

for (const file of readdirSync(join(here, '..')).filter((f) => f.endsWith('.json'))) {
  check(file, JSON.parse(readFileSync(join(here, '..', file), 'utf8')));
}
check('standard input', JSON.parse(readFileSync(0, 'utf8')));
console.log(`${blocks} blocks are as @slack/types says`);
