// The real program against real servers of Bluesky; scripts/test-real.sh starts what they need.
//
//   bluesky.mjs PACKAGES PROGRAM FOLDER
//
// Of the network only the search service is a stand-in: it is not published, and the AppView's own
// search for development knows neither `sort` nor `until`. The stand-in answers
// searchPostsSkeleton, as that service does, from the AppView's table of posts.
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [packages, program, folder] = process.argv.slice(2);
const { JWT_SECRET, TestNetwork } = createRequire(join(resolve(packages), 'x.js'))(
  '@atproto/dev-env');

const TAG = 'TMSSW';
const MINUTE = 60_000;
let checks = 0;
let failures = 0;

function check(what, good, seen = '') {
  ++checks;
  failures += good ? 0 : 1;
  console.log(`${good ? 'ok' : 'NOT OK'}  ${what}${good || seen === '' ? '' : `\n        ${seen}`}`);
}

let network;

async function skeleton(query) {
  const limit = Number(query.get('limit') ?? 25);
  let rows = network.bsky.db.db.selectFrom('post').select(['uri', 'sortAt', 'text', 'tags']);
  if (query.get('until')) {
    rows = rows.where('sortAt', '<', query.get('until'));
  }
  const word = query.get('q').toLowerCase();
  const all = (await rows.orderBy('sortAt', 'desc').execute()).filter((row) =>
    row.text.toLowerCase().includes(word) ||
    (row.tags ?? []).some((tag) => `#${tag}`.toLowerCase() === word));
  const posts = all.slice(0, limit).map(({ uri }) => ({ uri }));
  return { posts, ...(all.length > limit ? { cursor: String(limit) } : {}) };
}

const search = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(await skeleton(url.searchParams)));
});

async function tagwatch(...words) {
  return new Promise((done) => {
    execFile(program, ['--config', join(folder, 'tagwatch.toml'), ...words],
      { maxBuffer: 1 << 28 }, (error, out, err) => done({ code: error?.code ?? 0, out, err }));
  });
}

async function exported() {
  const { out } = await tagwatch('export');
  return new Map(out.split('\n').filter(Boolean).map((line) => {
    const post = JSON.parse(line);
    return [post.uri, post];
  }));
}

const sessionFile = join(folder, 'sessions', 'bluesky.session');
const sessionField = (name) =>
  readFileSync(sessionFile, 'utf8').split('\n').find((line) => line.startsWith(`${name} `))
    .slice(name.length + 1);

function setPassword(password) {
  writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
}

// As the server signs it, an hour too old.
function expired(token) {
  const [head, body] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  claims.iat -= 3 * 3600;
  claims.exp = claims.iat + 2 * 3600;
  const text = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}

async function account(name) {
  const agent = network.pds.getClient();
  await agent.createAccount({
    handle: `${name}.test`, email: `${name}@example.test`, password: `${name}-password` });
  await agent.upsertProfile(() => ({ displayName: name }));
  return agent;
}

function tagged(text, createdAt, more = {}) {
  const start = Buffer.from(text.slice(0, text.indexOf(`#${TAG}`))).length;
  return {
    text, createdAt: new Date(createdAt).toISOString(), langs: ['en'],
    facets: [{ index: { byteStart: start, byteEnd: start + TAG.length + 1 },
      features: [{ $type: 'app.bsky.richtext.facet#tag', tag: TAG }] }],
    ...more,
  };
}

async function fill(ana, bo) {
  const now = Date.now();
  const expected = new Map();
  const add = async (agent, record, belongs = true) => {
    const { uri, cid } = await agent.post(record);
    if (belongs) {
      expected.set(uri, cid);
    }
    return { uri, cid };
  };
  for (let count = 0; count < 230; ++count) {
    await add(ana, tagged(`Note ${count} 🚢 #${TAG}`, now - (5 + count * 7) * MINUTE));
  }
  const liked = await add(bo, tagged(`Liked #${TAG}`, now - 4 * MINUTE));
  const deleted = await add(bo, tagged(`Deleted #${TAG}`, now - 6 * MINUTE));
  await add(bo, { text: 'Only beside the text', tags: [TAG.toLowerCase()],
    createdAt: new Date(now - 8 * MINUTE).toISOString() });
  await add(bo, { text: `No facet #${TAG} here`, createdAt: new Date(now - 9 * MINUTE).toISOString() });
  await add(bo, { text: `Another tag #${TAG}2`, createdAt: new Date(now - 10 * MINUTE).toISOString(),
    facets: [{ index: { byteStart: 12, byteEnd: 19 },
      features: [{ $type: 'app.bsky.richtext.facet#tag', tag: `${TAG}2` }] }] }, false);
  return { expected, liked, deleted };
}

async function main() {
  await new Promise((done) => search.listen(0, '127.0.0.1', done));
  network = await TestNetwork.create({
    dbPostgresSchema: 'tagwatch',
    pds: { hostname: 'localhost', enableDidDocWithSession: true },
    bsky: { searchUrl: `http://127.0.0.1:${search.address().port}` },
  });
  let logins = 0;
  const { accountManager } = network.pds.ctx;
  const login = accountManager.login.bind(accountManager);
  accountManager.login = (...given) => { ++logins; return login(...given); };

  const ana = await account('ana');
  const bo = await account('bob');
  const press = await account('newsdesk');
  const { expected, liked, deleted } = await fill(ana, bo);
  await bo.follow(ana.session.did);
  await press.follow(ana.session.did);
  await ana.like(liked.uri, liked.cid);
  await network.processAll(60_000);

  writeFileSync(join(folder, 'tagwatch.toml'), `[monitor]
tags = ["${TAG}"]
timezone = "UTC"
contact = "test@example.org"
[store]
path = "tagwatch.db"
[digest]
output = "digests"
[[source]]
name = "bluesky"
kind = "bluesky"
url = "${network.bsky.url}"
account = "newsdesk.test"
password_file = "password"
login_url = "${network.pds.url}"
`);
  const made = await press.com.atproto.server.createAppPassword({ name: 'tagwatch' });
  setPassword(made.data.password);
  logins = 0;

  const first = await tagwatch('poll', '--init');
  check('the first poll ends well', first.code === 0, first.out + first.err);
  let posts = await exported();
  check(`${expected.size} posts with the tag are stored, and no other`,
    posts.size === expected.size && [...expected.keys()].every((uri) => posts.has(uri)),
    `${posts.size} stored`);
  check('one login', logins === 1, `${logins}`);
  check('the session is for its owner alone', (statSync(sessionFile).mode & 0o777) === 0o600);
  check('a like is counted', posts.get(liked.uri)?.engagement.likes === 1);
  const ofAna = [...posts.values()].filter((post) => post.author.handle === '@ana.test');
  const counted = ofAna.filter((post) => post.author.followers === 2).length;
  check('followers of the author of new posts', counted === ofAna.length, `${counted} of ${ofAna.length}`);

  const again = await tagwatch('poll');
  check('a second process needs no login', again.code === 0 && logins === 1, again.err);

  const before = readFileSync(sessionFile, 'utf8');
  writeFileSync(sessionFile, before.replace(sessionField('access'), expired(sessionField('access'))));
  const after = await tagwatch('poll', '--sweep', '48h');
  check('an expired access token is refreshed', after.code === 0 && logins === 1 &&
    readFileSync(sessionFile, 'utf8') !== before, after.out + after.err);

  await bo.deletePost(deleted.uri);
  await press.like(liked.uri, liked.cid);
  await network.processAll(60_000);
  await tagwatch('poll', '--sweep', '48h');
  await tagwatch('poll', '--sweep', '48h');
  posts = await exported();
  check('a deleted post is gone', posts.get(deleted.uri)?.deleted !== false,
    JSON.stringify(posts.get(deleted.uri)));
  check('counts follow', posts.get(liked.uri)?.engagement.likes === 2);

  await bo.app.bsky.graph.block.create({ repo: bo.session.did },
    { subject: press.session.did, createdAt: new Date().toISOString() });
  await network.processAll(60_000);
  const kept = await press.app.bsky.feed.searchPosts({ q: `#${TAG}` });
  check('the search keeps from the account what such an author posts',
    kept.data.posts.length > 0 && kept.data.posts.every((post) => post.author.handle !== 'bob.test'));
  await tagwatch('poll', '--sweep', '48h');
  await tagwatch('poll', '--sweep', '48h');
  posts = await exported();
  check('an author who blocks the account deletes nothing', posts.get(liked.uri)?.deleted === false,
    JSON.stringify(posts.get(liked.uri)));

  await press.com.atproto.server.revokeAppPassword({ name: 'tagwatch' });
  writeFileSync(sessionFile, readFileSync(sessionFile, 'utf8')
    .replace(sessionField('access'), expired(sessionField('access')))
    .replace(/^tried .*$/m, 'tried 2026-01-01T00:00:00.000Z'));
  const loginsBefore = logins;
  const revoked = await tagwatch('poll');
  const tried = logins - loginsBefore;
  check('a revoked password is said in words, after one login', revoked.code === 4 && tried === 1 &&
    revoked.err.includes('Invalid identifier or password'), `${tried}: ${revoked.err}`);
  await tagwatch('sources', 'check');
  check('and is not tried again', logins - loginsBefore === 1);
  const next = await press.com.atproto.server.createAppPassword({ name: 'tagwatch2' });
  setPassword(next.data.password);
  const mended = await tagwatch('sources', 'check');
  check('another password is tried at once', mended.code === 0, mended.out + mended.err);

  await press.com.atproto.server.deactivateAccount({});
  setPassword('newsdesk-password');
  const inactive = await tagwatch('sources', 'check');
  check('a deactivated account is said in words',
    inactive.code === 4 && inactive.out.includes('deactivated'), inactive.out + inactive.err);
  await network.close();
}

await main();
console.log(`${checks - failures} passed, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
