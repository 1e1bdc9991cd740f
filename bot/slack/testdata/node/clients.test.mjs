// Slack's own clients, unmodified, against the fake workspace. Its address is in
// FAKE_URL; it is the one that the test in ../../node_test.go has started.
import assert from 'node:assert';
import { test } from 'node:test';
import bolt from '@slack/bolt';
import { SocketModeClient, LogLevel } from '@slack/socket-mode';
import { ErrorCode, WebClient } from '@slack/web-api';

const url = process.env.FAKE_URL;
const slackApiUrl = `${url}/api/`;
const botToken = 'xoxb-fake-bot-token';
const appToken = 'xapp-fake-app-token';
const self = 'U0WHOSAID';

// order has people of the workspace do something.
async function order(name, what = {}) {
  const response = await fetch(`${url}/fake/${name}`, { method: 'POST', body: JSON.stringify(what) });
  const { result, error } = await response.json();
  assert.equal(error, undefined, `${name}: ${error}`);
  return result;
}

const ana = await order('user', { name: 'Ana', zone: 'Europe/Paris' });
const press = await order('channel', { name: 'press', members: [ana, self] });
const web = new WebClient(botToken, { slackApiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
const header = { type: 'header', text: { type: 'plain_text', text: 'Digest' } };

// rejected returns the error that a call ends with.
async function rejected(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  assert.fail('the call succeeded');
}

test('web-api: who am I, and with which scopes', async () => {
  const who = await web.auth.test();
  assert.equal(who.user_id, self);
  assert.ok(Array.isArray(who.response_metadata.scopes));
  assert.equal((await rejected(new WebClient('xoxb-wrong', { slackApiUrl, logLevel: LogLevel.ERROR }).auth.test())).data.error, 'invalid_auth');
  assert.equal((await rejected(new WebClient(appToken, { slackApiUrl, logLevel: LogLevel.ERROR }).auth.test())).data.error, 'not_allowed_token_type');
  assert.equal((await rejected(new WebClient(undefined, { slackApiUrl, logLevel: LogLevel.ERROR }).auth.test())).data.error, 'not_authed');
});

test('web-api: post, edit, find by metadata, delete', async () => {
  const metadata = { event_type: 'delivery', event_payload: { key: 'k1' } };
  const posted = await web.chat.postMessage({ channel: press, text: 'Digest', blocks: [header], metadata, unfurl_links: false });
  assert.match(posted.ts, /^\d{10}\.\d{6}$/);
  const again = await web.chat.postMessage({ channel: press, text: 'more', thread_ts: posted.ts });
  assert.notEqual(again.ts, posted.ts);
  await web.chat.update({ channel: press, ts: posted.ts, text: 'Digest, mended' });
  const history = await web.conversations.history({ channel: press, include_all_metadata: true });
  const found = history.messages.find((m) => m.ts === posted.ts);
  assert.equal(found.metadata.event_payload.key, 'k1');
  assert.equal(found.edited.user, self);
  assert.equal(history.messages.some((m) => m.ts === again.ts), false);
  const replies = await web.conversations.replies({ channel: press, ts: posted.ts });
  assert.deepEqual(replies.messages.map((m) => m.ts), [posted.ts, again.ts]);
  await web.reactions.add({ channel: press, timestamp: posted.ts, name: 'eyes' });
  assert.equal((await rejected(web.reactions.add({ channel: press, timestamp: posted.ts, name: 'eyes' }))).data.error, 'already_reacted');
  await web.chat.delete({ channel: press, ts: again.ts });
  assert.equal((await rejected(web.chat.delete({ channel: press, ts: again.ts }))).data.error, 'message_not_found');
});

test('web-api: pages', async () => {
  for (let i = 0; i < 7; i++) await order('say', { channel: press, user: ana, text: `message ${i}` });
  const seen = new Set();
  for await (const page of web.paginate('conversations.history', { channel: press, limit: 3 })) {
    for (const m of page.messages) seen.add(m.ts);
  }
  assert.ok(seen.size >= 8, `${seen.size} messages were seen`);
});

test('web-api: blocks that Slack refuses', async () => {
  const wrong = { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } };
  const error = await rejected(web.chat.postMessage({ channel: press, text: 'x', blocks: [wrong] }));
  assert.equal(error.data.error, 'invalid_blocks');
  assert.match(error.data.response_metadata.messages[0], /json-pointer/);
});

test('web-api: rate limits', async () => {
  await order('fail', { method: 'chat.postMessage', kind: 1, seconds: 1 });
  const strict = new WebClient(botToken, { slackApiUrl, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR });
  const error = await rejected(strict.chat.postMessage({ channel: press, text: 'x' }));
  assert.equal(error.code, ErrorCode.RateLimitedError);
  assert.equal(error.retryAfter, 1);
  await order('fail', { method: 'chat.postMessage', kind: 1, seconds: 1 });
  const patient = new WebClient(botToken, { slackApiUrl, logLevel: LogLevel.ERROR });
  const start = Date.now();
  assert.ok((await patient.chat.postMessage({ channel: press, text: 'after the limit' })).ok);
  assert.ok(Date.now() - start >= 900);
});

test('web-api: a lost answer', async () => {
  await order('fail', { method: 'chat.postMessage', kind: 4 });
  const error = await rejected(web.chat.postMessage({ channel: press, text: 'posted, and the answer lost' }));
  assert.equal(error.code, ErrorCode.RequestError);
  const history = await web.conversations.history({ channel: press });
  assert.equal(history.messages.filter((m) => m.text === 'posted, and the answer lost').length, 1);
});

test('web-api: upload', async () => {
  await web.filesUploadV2({ channel_id: press, filename: 'pier.txt', file: Buffer.from('the pier'), title: 'The pier' });
  const files = await order('files');
  assert.equal(Buffer.from(files.at(-1).Data, 'base64').toString(), 'the pier');
});

test('socket-mode: events, unknown events, reconnecting', async () => {
  const client = new SocketModeClient({ appToken, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
  const heard = [];
  client.on('slack_event', async ({ ack, type, body, retry_num }) => {
    if (type === 'events_api') heard.push({ text: body.event.text, retry: retry_num });
    await ack();
  });
  await client.start();
  try {
    const reply = await order('emit', { event: { type: 'no_such_event_yet', text: 'new' } });
    assert.ok(reply.Acked);
    await order('say', { channel: press, user: ana, text: `<@${self}> help` });
    await order('settle');
    assert.ok(heard.some((e) => e.text === `<@${self}> help`));
    for (const reason of ['refresh_requested', 'warning']) {
      const connected = new Promise((resolve) => client.once('connected', resolve));
      await order('disconnect', { reason });
      await connected;
      assert.ok((await order('emit', { event: { type: 'message', text: reason } })).Acked);
    }
  } finally {
    await client.disconnect();
  }
});

test('bolt: a message, a slash command, a button, a modal, the home tab', { timeout: 60_000 }, async () => {
  const app = new bolt.App({ token: botToken, appToken, socketMode: true, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
  const heard = [];
  let submitted;
  app.message('help', async ({ message, say }) => {
    heard.push('message');
    await say({
      text: 'press', thread_ts: message.ts,
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'more', value: 'more', text: { type: 'plain_text', text: 'More' } }] }],
    });
  });
  app.command('/whosaid', async ({ ack, command, respond, client }) => {
    heard.push(`command ${command.text}`);
    await ack();
    await respond({ response_type: 'ephemeral', text: 'only you see this' });
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal', callback_id: 'form', title: { type: 'plain_text', text: 'Schedule' }, submit: { type: 'plain_text', text: 'Save' },
        blocks: [{ type: 'input', block_id: 'when', label: { type: 'plain_text', text: 'When' }, element: { type: 'plain_text_input', action_id: 'value' } }],
      },
    });
  });
  app.action('more', async ({ ack, action, respond }) => {
    await ack();
    heard.push(`action ${action.value}`);
    await respond({ text: 'pressed', replace_original: false });
  });
  app.view('form', async ({ ack, view }) => {
    submitted = view.state.values.when.value.value;
    await ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [header] } });
  });
  await app.start();
  try {
    const ts = await order('say', { channel: press, user: ana, text: 'help' });
    await order('settle');
    let reply;
    for (let i = 0; i < 200 && !reply; i++) {
      [reply] = (await order('messages', { channel: press, thread: ts })) ?? [];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok((await order('press', { channel: press, ts: reply.TS, user: ana, label: 'More' })).Acked);
    assert.ok((await order('slash', { channel: press, user: ana, command: '/whosaid', text: 'schedule add' })).Acked);
    for (let i = 0; i < 200 && !(await order('modal')); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok((await order('submit', { user: ana, values: { When: 'daily 8:00' } })).Acked);
    assert.equal(submitted, 'daily 8:00');
    await order('openhome', { user: ana, tab: 'home' });
    for (let i = 0; i < 200 && !(await order('home', { user: ana })); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(await order('home', { user: ana }));
    assert.deepEqual(heard, ['message', 'action more', 'command schedule add']);
    assert.ok((await order('responses')).some((r) => r.Text === 'only you see this' && r.User === ana));
  } finally {
    await app.stop();
  }
});

test('bolt: signed requests over HTTP', { timeout: 60_000 }, async () => {
  const receiver = new bolt.HTTPReceiver({ signingSecret: 'fake-signing-secret', endpoints: '/slack', logLevel: LogLevel.ERROR });
  const app = new bolt.App({ token: botToken, receiver, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
  const heard = [];
  app.message(async ({ message }) => heard.push(message.text));
  app.command('/whosaid', async ({ ack, command }) => {
    heard.push(`command ${command.text}`);
    await ack();
  });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  try {
    await order('hook', { text: `http://127.0.0.1:${server.address().port}/slack` });
    await order('say', { channel: press, user: ana, text: 'over HTTP' });
    await order('settle');
    assert.ok((await order('slash', { channel: press, user: ana, command: '/whosaid', text: 'a & b' })).Acked);
    assert.deepEqual(heard, ['over HTTP', 'command a & b']);
  } finally {
    await order('hook', { text: '' });
    await app.stop();
  }
});
