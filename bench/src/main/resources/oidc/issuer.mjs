// A real OpenID provider for the proof "oidc": PKCE required, iss in callbacks, refresh tokens that rotate and whose second use ends the family.
// Settings come from the environment; a control address, behind a token of the run, tells what it has issued and seen.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const port = Number(process.env.ISSUER_PORT);
const issued = [];
const seen = { signIns: 0, exchanges: 0, rotations: 0, reuses: 0, revocations: 0 };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: process.env.CLIENT_ID,
      client_secret: process.env.CLIENT_SECRET,
      redirect_uris: process.env.REDIRECT_URIS.split(' '),
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  cookies: { keys: [process.env.CONTROL_TOKEN] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  ttl: { AccessToken: 3, RefreshToken: 3600, AuthorizationCode: 60, IdToken: 600, Session: 3600, Grant: 3600, Interaction: 600 },
  async findAccount(_, sub) {
    const email = `${sub}@people.example`;
    return { accountId: sub, claims: async () => ({ sub, email, email_verified: true, name: sub }) };
  },
});

provider.on('interaction.ended', () => { seen.signIns += 1; });
provider.on('refresh_token.saved', (token) => { issued.push(token.jti); });
provider.on('refresh_token.consumed', () => { seen.rotations += 1; });
provider.on('grant.success', (ctx) => {
  if (ctx.oidc.params.grant_type === 'authorization_code') seen.exchanges += 1;
});
provider.on('grant.error', (_, error) => {
  if (error.error_detail === 'refresh token already used') seen.reuses += 1;
});
provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === '/token/revocation' && ctx.status === 200) seen.revocations += 1;
});

const answer = provider.callback();
createServer((request, response) => {
  if (request.url === '/_proof') {
    const allowed = request.headers.authorization === `Bearer ${process.env.CONTROL_TOKEN}`;
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
    response.end(allowed ? JSON.stringify({ issued, seen }) : '{}');
    return;
  }
  answer(request, response);
}).listen(port, '127.0.0.1', () => console.log('ready'));
