package dev.concierge.server.isolation;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Alice and Eve, who have one of everything each. Eve wants what is Alice's. */
final class TwoAccounts implements AutoCloseable {
    /** An account at the provider that only Alice has. */
    private static final String ALICES = "ana.ruiz@meridian.example";

    /** One that only Eve has. */
    private static final String EVES = "jonas.weber@home.example";

    /** When a key or session was last used is written down some time later, by whoever used it. */
    private static final String WITHOUT_LAST_USE = "(to_jsonb(t) - 'last_used_at' - 'seen_at')::text";

    private final World world = World.start(
            1,
            Map.of(
                    "concierge.identity.sign-up-burst",
                    "1000",
                    "concierge.identity.sign-in-burst",
                    "1000",
                    "concierge.identity.mail-burst",
                    "1000"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final Person alice = new Person(world.visitor().signUp());
    private final Person eve = new Person(world.visitor().signUp());
    private final List<String> marks;
    private final List<String> personal;

    TwoAccounts() {
        alice.ended = alice.visitor.connected(Visitor.LINH_HOME);
        alice.integration = alice.visitor.connected(ALICES);
        eve.ended = eve.visitor.connected(EVES);
        eve.integration = eve.visitor.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        watch();
        furnish(alice, Visitor.LINH_WORK);
        furnish(eve, EVES);
        personal = Tables.personal(world.database().owner());
        marks = findMarks();
    }

    /** Channels at the provider, for what was synced. */
    private void watch() {
        world.database()
                .owner()
                .sql("update push_watches set due_at = due_at - interval '1 hour'")
                .update();
        try {
            world.server().bean(JobRunner.class).run("webhooks.watch");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** @param waiting the account at the provider that is connected as well, and asked for again with less allowed: those tokens wait */
    private void furnish(Person person, String waiting) {
        person.api.token(person.integration);
        person.receipt = disconnectedWhileTheProviderIsAway(person);
        person.second = person.visitor.connected(waiting);
        person.choice = choiceThatWaits(person, waiting);
        person.ticket = ticket(person);
        person.visitor.beginConnect();
        openIntent(person);
        malformed(person);
        passing(person);
        counted(person);
        identity(person);
        signIn(person);
        person.visitor.withAuthenticator();
        notice(person);
        passkey(person);
        imported(person);
        invitation(person);
        departure(person);
        export(person);
        person.confirmation = token(person.visitor.email(), "/link/verify/");
        person.move = anotherAddress(person);
    }

    /** An account with a browser and a key that may do whatever keys may. */
    final class Person {
        final Visitor visitor;
        final String key;
        final Api api;
        final UUID account;
        UUID integration = new UUID(0, 0);

        /** Connected after the first sync, so it has no records yet. */
        UUID second = new UUID(0, 0);

        /** Disconnected; the provider did not answer, so its tokens wait to be revoked. */
        UUID ended = new UUID(0, 0);

        UUID receipt = new UUID(0, 0);
        UUID choice = new UUID(0, 0);

        /** Of the mail that was sent at the sign-up, and of one to another address that the account may go by. */
        String confirmation = "";

        String move = "";

        /** A page that the key asked for and that is not started. */
        String ticket = "";

        Person(Visitor visitor) {
            this.visitor = visitor;
            this.key = visitor.apiKey("tokens:vend", "integrations:read", "integrations:write");
            this.api = new Api(http, world.server(), world.url("/"), key);
            this.account = world.database()
                    .owner()
                    .sql("select account_id from accounts where email = :email")
                    .param("email", visitor.email())
                    .query(UUID.class)
                    .single();
        }
    }

    World world() {
        return world;
    }

    Person alice() {
        return alice;
    }

    Person eve() {
        return eve;
    }

    UUID session(Person person) {
        return one(
                "select session_id from sessions where account_id = :account and ended_at is null order by created_at desc limit 1",
                person);
    }

    UUID key(Person person) {
        return one("select key_id from api_keys where account_id = :account limit 1", person);
    }

    /** The address that the account goes by now. */
    String email(Person person) {
        return world.database()
                .owner()
                .sql("select email from accounts where account_id = :account")
                .param("account", person.account)
                .query(String.class)
                .single();
    }

    /** Has a link sent that confirms the person's address, and answers its token. */
    String confirmation(Person person) {
        world.database()
                .owner()
                .sql("update accounts set email_verified = false where account_id = :account")
                .param("account", person.account)
                .update();
        person.visitor
                .browser()
                .submit(person.visitor.open("/security"), "form[action='/security/email/confirm']", Map.of());
        return token(email(person), "/link/verify/");
    }

    /** Asks for mails while signed in and while not; they wait for their jobs. */
    void askForMails(Person person) {
        person.visitor
                .browser()
                .submit(person.visitor.open("/security"), "form[action='/security/email/confirm']", Map.of());
        Browser stranger = new Browser();
        stranger.submit(stranger.open(world.url("/forgot")), "form[action='/forgot']", Map.of("email", email(person)));
    }

    /** Has a link sent that gives the person another address, and answers its token. */
    String anotherAddress(Person person) {
        String address = "moved." + UUID.randomUUID() + "@people.example";
        person.visitor
                .browser()
                .submit(person.visitor.open("/security"), "form[action='/security/email']", Map.of("email", address));
        return token(address, "/link/change/");
    }

    private String token(String address, String below) {
        return new KeptMail(world.server()).link(address, below).substring(below.length());
    }

    /** Texts that stand for Alice; an answer to Eve that holds one of them tells her something. */
    List<String> marks() {
        return marks;
    }

    private List<String> findMarks() {
        List<String> marks = new ArrayList<>(List.of(
                alice.visitor.email(),
                alice.account.toString(),
                alice.integration.toString(),
                alice.second.toString(),
                alice.ended.toString(),
                alice.receipt.toString(),
                alice.choice.toString(),
                alice.ticket,
                ALICES,
                Visitor.LINH_HOME,
                alice.key,
                alice.key.substring(0, 11),
                session(alice).toString(),
                key(alice).toString()));
        marks.addAll(world.database()
                .owner()
                .sql(
                        "select id::text from records where account_id = :account union all select id::text from runs where account_id = :account"
                                + " union all select id::text from streams where account_id = :account")
                .param("account", alice.account)
                .query(String.class)
                .list());
        return marks;
    }

    /** Everything that is a person's, in every table, as one text per table. */
    Map<String, String> rows(UUID account) {
        String sql = personal.stream()
                .map(table -> "select '" + table + "' as name, count(*) || ' ' || md5(coalesce(string_agg("
                        + WITHOUT_LAST_USE + ", '|' order by "
                        + WITHOUT_LAST_USE + "), '')) as rows from "
                        + table + " t where account_id = :account")
                .collect(Collectors.joining(" union all "));
        Map<String, String> rows = new TreeMap<>();
        world.database().owner().sql(sql).param("account", account).query(row -> {
            rows.put(row.getString("name"), row.getString("rows"));
        });
        return rows;
    }

    private UUID disconnectedWhileTheProviderIsAway(Person person) {
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("revoke", 503)));
        String path = "/integrations/" + person.ended + "/disconnect";
        Page question = person.visitor.open(path);
        Page page = person.visitor.browser().submit(question, "form[action='" + path + "']", Map.of());
        world.sandbox().knobs().resetAll();
        return UUID.fromString(page.path().substring("/receipts/".length()));
    }

    private static UUID choiceThatWaits(Person person, String account) {
        Page page = person.visitor.connect(account, Set.of(Visitor.CALENDAR_LIST));
        return UUID.fromString(page.path().substring("/integrations/choices/".length()));
    }

    private static String ticket(Person person) {
        String url = person.api
                .send("POST", "/api/v1/oauth/google/authorize", "{}", Map.of("Idempotency-Key", "the-first"))
                .json()
                .path("authorizationUrl")
                .asString();
        String path = URI.create(url).getPath();
        return path.substring("/connect/".length());
    }

    /** Both have a password as well; joining a provider to it by a page comes later. */
    private void identity(Person person) {
        world.database()
                .owner()
                .sql(
                        "insert into identities (identity_id, account_id, issuer, subject, provider, label, email, email_verified, created_at, used_at)"
                                + " values (gen_random_uuid(), :account, 'https://issuer.example', :subject, 'google', :email, :email, true, now(), now())")
                .param("account", person.account)
                .param("subject", "subject of " + person.account)
                .param("email", person.visitor.email())
                .update();
    }

    /** As the verb {@code admin unlock} leaves one. */
    UUID notice(Person person) {
        return world.database()
                .owner()
                .sql("insert into account_notices (id, account_id, kind, created_at)"
                        + " values (gen_random_uuid(), :account, 'unlocked', now()) returning id")
                .param("account", person.account)
                .query(UUID.class)
                .single();
    }

    /** One more. */
    UUID passkey(Person person) {
        return world.database()
                .owner()
                .sql(
                        "insert into passkeys (id, account_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, name,"
                                + " created_at, used_at) values (gen_random_uuid(), :account, sha256(cast(gen_random_uuid()::text as bytea)), 'key', 0, false,"
                                + " false, '{}', 'Laptop', now(), now()) returning id")
                .param("account", person.account)
                .query(UUID.class)
                .single();
    }

    /** The one that the person set up last. */
    UUID authenticator(Person person) {
        return one(
                "select id from totp_authenticators where account_id = :account and confirmed_at is not null order by confirmed_at desc limit 1",
                person);
    }

    /** By a program. */
    private void signIn(Person person) {
        String body =
                "{\"email\":\"" + person.visitor.email() + "\",\"password\":\"" + person.visitor.password() + "\"}";
        if (person.api.post("/api/v1/auth/login", body).status() != 200) {
            throw new IllegalStateException("the API did not sign in");
        }
    }

    /** As if the account had been allowed to invite somebody. */
    private void invitation(Person person) {
        world.database()
                .owner()
                .sql(
                        "insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)"
                                + " values (gen_random_uuid(), :account, :email, 'guest', sha256(cast(:email as bytea)), :now, :now + interval '7 days')")
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .param("account", person.account)
                .param("email", "invited." + person.account + "@people.example")
                .update();
    }

    /** As if it had been asked to be deleted, and an administrator had enabled it again; the job that looks at it is there. */
    private void departure(Person person) {
        var due = world.clock().instant().atOffset(ZoneOffset.UTC).plusDays(14);
        world.database()
                .owner()
                .sql(
                        "insert into account_departures (id, account_id, asked_at, due_at, keep_hash)"
                                + " values (gen_random_uuid(), :account, :due - interval '14 days', :due, sha256(cast(:name as bytea)))")
                .param("account", person.account)
                .param("due", due)
                .param("name", "keep " + person.account)
                .update();
        world.database()
                .owner()
                .sql("select schedule_job('maintenance', 'identity.leave', :account, cast(:data as bytea), :due)")
                .param("account", person.account.toString())
                .param("data", "{\"accountId\":\"" + person.account + "\"}")
                .param("due", due)
                .query((_, _) -> 0)
                .single();
    }

    /** A copy of the person's data of one piece, as the job leaves it. */
    UUID export(Person person) {
        UUID id = UUID.randomUUID();
        UUID chunk = UUID.randomUUID();
        byte[] body = "a file".getBytes(StandardCharsets.UTF_8);
        var now = world.clock().instant().atOffset(ZoneOffset.UTC);
        world.database()
                .owner()
                .sql("delete from account_exports where account_id = :account")
                .param("account", person.account)
                .update();
        world.database()
                .owner()
                .sql(
                        "insert into account_exports (id, account_id, state, attempt, bytes, asked_at, ready_at, expires_at)"
                                + " values (:id, :account, 'ready', 1, :bytes, :now, :now, :now + interval '24 hours')")
                .param("id", id)
                .param("account", person.account)
                .param("bytes", body.length)
                .param("now", now)
                .update();
        world.database()
                .owner()
                .sql("insert into account_export_chunks (id, account_id, export_id, attempt, position, body)"
                        + " values (:chunk, :account, :id, 1, 0, :body)")
                .param("chunk", chunk)
                .param("account", person.account)
                .param("id", id)
                .param(
                        "body",
                        world.server()
                                .bean(RowCipher.class)
                                .encrypt(
                                        Secret.of(body),
                                        EncryptedColumn.ACCOUNT_EXPORT_CHUNKS_BODY.binding(chunk, person.account, 0))
                                .bytes())
                .update();
        return id;
    }

    /** Asks for a copy by the page; it waits for its job. */
    void askForData(Person person) {
        person.visitor.browser().submit(person.visitor.open("/profile"), "form[action='/profile/export']", Map.of());
    }

    /** As if the account had come from an older installation. */
    private void imported(Person person) {
        world.database()
                .owner()
                .sql("insert into imported_parts (part_code, account_id, content, imported_at)"
                        + " values (sha256(cast(:name as bytea)), :account, sha256('content'), now())")
                .param("name", "part of " + person.account)
                .param("account", person.account)
                .update();
    }

    /** A refresh whose answer nobody stored in time: a crash leaves such a row, no request does. */
    private void malformed(Person person) {
        world.database()
                .owner()
                .sql(
                        "insert into malformed_items (id, account_id, integration_id, stream_id, stream, part, upstream_id, why, content, seen_pass, first_at, seen_at)"
                                + " select gen_random_uuid(), account_id, integration_id, id, name, '', 'odd', 'time_unreadable', '{}', 1, now(), now()"
                                + " from streams where integration_id = :id limit 1")
                .param("id", person.integration)
                .update();
    }

    /** A full pass that is under way. */
    private void passing(Person person) {
        world.database()
                .owner()
                .sql(
                        "insert into pass_pages (id, account_id, integration_id, stream_id, records)"
                                + " select gen_random_uuid(), account_id, integration_id, id, '{}' from streams where integration_id = :id limit 1")
                .param("id", person.integration)
                .update();
    }

    /** As a stream with figures leaves it. */
    private void counted(Person person) {
        world.database()
                .owner()
                .sql("insert into figure_days (account_id, integration_id, stream_id, day, figure, value)"
                        + " select account_id, integration_id, id, current_date, 'followers', 1230 from streams"
                        + " where integration_id = :id limit 1")
                .param("id", person.integration)
                .update();
    }

    /** A run of the person's. */
    UUID run(Person person) {
        return one("select id from runs where account_id = :account order by started_at limit 1", person);
    }

    private void openIntent(Person person) {
        world.database()
                .owner()
                .sql(
                        "insert into refresh_intents (grant_id, account_id, fence, token_version, opened_at, deadline)"
                                + " select grant_id, account_id, 1, 1, clock_timestamp() - interval '2 minutes', clock_timestamp() - interval '1 minute' from integrations where id = :id")
                .param("id", person.integration)
                .update();
    }

    private UUID one(String sql, Person person) {
        return world.database()
                .owner()
                .sql(sql)
                .param("account", person.account)
                .query(UUID.class)
                .single();
    }

    @Override
    public void close() {
        http.close();
        world.close();
    }
}
