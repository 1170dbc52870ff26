// Plays the exported stream on nodejs-order-book and checks that it fills what ours fills.
//   ./spillway bench --book-stream book-stream.csv && npm --prefix bench/peers ci && node bench/peers/order-book.mjs book-stream.csv
import { readFileSync } from 'node:fs';
import peer from 'nodejs-order-book';

const { OrderBook, Side } = peer;

const [file, rounds = '3'] = process.argv.slice(2);
if (!file) {
  console.error('usage: node order-book.mjs STREAM.csv [ROUNDS]');
  process.exit(2);
}
const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
const totals = Object.fromEntries(head.split(' ').map(pair => pair.split('=')).map(([key, value]) => [key, Number(value)]));
// Made ready before the clock starts, ids as the strings that the book wants.
const operations = lines.map(line => {
  const [call, id, target, side, price, lots] = line.split(',');
  return { call, id, target, side: side === 'Buy' ? Side.BUY : Side.SELL, price: Number(price), size: Number(lots) };
});

function play(book, from, to) {
  let fills = 0, lots = 0;
  for (let i = from; i < to; i++) {
    const { call, id, target, side, price, size } = operations[i];
    if (call === 'Cancel' || call === 'Replace') book.cancel(target);
    if (call === 'Cancel') continue;
    const answer = call === 'Market' ? book.market({ side, size })
      : book.limit({ side, id, size, price, timeInForce: call === 'Immediate' ? 'IOC' : 'GTC' });
    // What was done whole is a fill of a maker, the taker itself apart; a maker that was filled in part is "partial" with what was taken from it.
    const done = answer.done.filter(order => order.id !== id);
    fills += done.length;
    if (answer.partial !== null && answer.partial.id !== id) fills++;
    lots += size - answer.quantityLeft;
  }
  return { fills, lots };
}

const rates = [];
for (let round = 0; round <= Number(rounds); round++) {
  const book = new OrderBook();
  play(book, 0, totals.untimed);
  const start = process.hrtime.bigint();
  const { fills, lots } = play(book, totals.untimed, operations.length);
  const nanos = Number(process.hrtime.bigint() - start);
  if (fills !== totals.fills || lots !== totals.lots) {
    console.error(`filled ${fills} orders of ${lots} lots, ours ${totals.fills} of ${totals.lots}`);
    process.exit(1);
  }
  if (round > 0) rates.push((operations.length - totals.untimed) * 1e3 / nanos); // the first round compiles
}
rates.sort((a, b) => a - b);
console.log(`nodejs-order-book 10.1.1, node ${process.version}: ${rates[rates.length >> 1].toFixed(3)} Mops/s (${rates[0].toFixed(3)} to ${rates.at(-1).toFixed(3)}), ${totals.fills} fills of ${totals.lots} lots as ours`);
