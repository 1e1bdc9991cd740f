// A person with an independent client asks the bot in an encrypted room, reads the
// answer in the thread, and presses a button. Each step is told on standard output:
// "@@" and a JSON object a line. The first argument is a JSON object with url, user,
// password and bot.
import { createClient } from "matrix-js-sdk";

const { url, user, password, bot } = JSON.parse(process.argv[2]);
const tell = (step, more = {}) => process.stdout.write("@@" + JSON.stringify({ step, ...more }) + "\n");
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error: (...a) => process.stderr.write(a.join(" ") + "\n"), getChild: () => quiet };
setTimeout(() => {
  process.stderr.write("nothing happens any more\n");
  process.exit(1);
}, 90_000);

const login = await createClient({ baseUrl: url, logger: quiet }).loginRequest({
  type: "m.login.password",
  identifier: { type: "m.id.user", user },
  password,
});
const client = createClient({
  baseUrl: url,
  accessToken: login.access_token,
  userId: login.user_id,
  deviceId: login.device_id,
  logger: quiet,
});
await client.initRustCrypto({ useIndexedDB: false });

const answers = [];
let wake = () => {};
client.on("Event.decrypted", (event) => {
  if (event.getSender() === bot && event.getType() === "m.room.message") {
    answers.push(event);
    wake();
  }
});
client.on("RoomMember.membership", () => wake());
const until = async (ok) => {
  for (;;) {
    const value = ok();
    if (value) return value;
    await new Promise((resolve) => (wake = resolve));
  }
};

await client.startClient({ initialSyncLimit: 10 });
const { room_id: room } = await client.createRoom({
  name: "Newsroom",
  invite: [bot],
  initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
});
await until(() => client.getRoom(room)?.getMember(bot)?.membership === "join");
tell("joined", { room });

const { event_id: question } = await client.sendMessage(room, { msgtype: "m.text", body: "!whosaid who said what about the ferry" });
tell("asked", { question });

const answer = await until(() => answers.shift());
const seen = await client.getCrypto().getEncryptionInfoForEvent(answer);
tell("read", {
  answer: answer.getId(),
  encrypted: answer.isEncrypted() && !answer.isDecryptionFailure(),
  shield: seen?.shieldColour,
  thread: answer.getWireContent()["m.relates_to"]?.event_id,
  content: answer.getContent(),
});

await client.sendEvent(room, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: answer.getId(), key: "➕" } });
tell("pressed");
client.stopClient();
process.exit(0);
