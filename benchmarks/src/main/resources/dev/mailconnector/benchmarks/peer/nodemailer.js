// The first line of input says how and what to send. Each further line says for how long, in
// milliseconds; the answer is how many messages were accepted, in how many nanoseconds, and each
// send's milliseconds.
const nodemailer = require('nodemailer');
const readline = require('readline');

let letter;
let connections;
let transporter;

async function send(until, millis) {
  do {
    const before = performance.now();
    await transporter.sendMail({ ...letter });
    millis.push(performance.now() - before);
  } while (performance.now() < until);
}

async function sendFor(time) {
  const start = performance.now();
  const millis = [];
  await Promise.all(Array.from({ length: connections }, () => send(start + time, millis)));
  const nanos = Math.round((performance.now() - start) * 1e6);
  console.log(`${millis.length} ${nanos} ${millis.map((m) => m.toFixed(4)).join(',')}`);
}

function open(settings) {
  ({ letter, connections } = settings);
  transporter = nodemailer.createTransport(settings.transport);
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (transporter) {
      await sendFor(Number(line));
    } else {
      open(JSON.parse(line));
    }
  }
  transporter.close();
})().catch((e) => {
  console.log(`failed ${String(e.message).replace(/\s+/g, ' ')}`);
  process.exit(1);
});
