package dev.concierge.bench;

import dev.concierge.sandbox.LivingToken;
import dev.concierge.sandbox.Visitor;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A person with connected accounts at one provider, and the database's side of them. */
final class RaceGroup implements AutoCloseable {
    /** @param account at the provider */
    record Member(String account, String integration, UUID grant) {}

    private final Installation at;
    private final String provider;
    private final Connections connections;
    private final Journey person;
    private final Caller caller;
    private final Connection database;

    RaceGroup(Installation at, String provider) throws IOException, InterruptedException, SQLException {
        this.at = at;
        this.provider = provider;
        this.connections = new Connections(at);
        this.person = new Journey(at.url("/"));
        person.signUp(provider + "@people.example");
        this.caller = new Caller(authority(), person.key("tokens:vend"));
        this.database = at.database();
    }

    /** Connects so many accounts of theirs. */
    List<Member> connect(String name, int size) throws IOException, InterruptedException, SQLException {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String account = name + "-" + i + "@upstream.example";
            at.sandbox().addPerson(account, "Account", name + " " + i, ZoneOffset.UTC);
            String integration = connections.connect(person, provider, account);
            members.add(new Member(account, integration, grantOf(integration)));
        }
        return members;
    }

    /** Goes all the way to the callback of a reconnect, which is not made. */
    Visitor.Stop.Left consentAgain(Member member) throws IOException, InterruptedException {
        return connections.consentAgain(person, member.integration(), member.account());
    }

    /**
     * Makes the callback at one node, as the browser does.
     *
     * @return whether it ended at the integration with its new consent
     */
    boolean land(Member member, Visitor.Stop.Left left, int port) {
        String query = left.callback().getRawQuery();
        String target = left.callback().getRawPath() + (query == null ? "" : "?" + query);
        String posted = left.posted();
        Caller.Answer answer = posted == null
                ? get(port, target)
                : get(port, post(port, target, posted).location());
        return answer.location().equals("/integrations/" + member.integration() + "?news=renewed");
    }

    private Caller.Answer get(int port, String target) {
        return Caller.ask(
                port,
                "GET " + target + " HTTP/1.0\r\nHost: " + authority() + "\r\nCookie: " + person.cookies("localhost")
                        + "\r\nConnection: close\r\n\r\n");
    }

    /** From the provider's site, without cookies of ours. */
    private Caller.Answer post(int port, String target, String form) {
        return Caller.ask(
                port,
                "POST " + target + " HTTP/1.0\r\nHost: " + authority() + "\r\nOrigin: "
                        + at.sandbox().baseUrl()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length() + "\r\nConnection: close\r\n\r\n" + form);
    }

    Caller.Answer vend(Member member, int port) {
        return caller.token(port, member.integration());
    }

    /** What the provider would take of this account. */
    List<LivingToken> living(Member member) {
        return at.sandbox().living(provider, member.account(), Connections.CLIENT);
    }

    /** Lets two hours pass for their tokens, as far as we know: the access token has ended then. */
    void age(List<Member> members) throws SQLException {
        try (PreparedStatement age = database.prepareStatement("""
                with aged as (
                    update grants set access_expires_at = now() - interval '1 minute', obtained_at = now() - interval '2 hours'
                    where id = any (?) returning id)
                select pg_notify('concierge', id::text) from aged
                """)) {
            age.setArray(1, grants(members));
            age.execute();
        }
    }

    /** Locks the grants' rows until {@link #unlock}. */
    void lock(List<Member> members) throws SQLException {
        database.setAutoCommit(false);
        try (PreparedStatement rows =
                database.prepareStatement("select id from grants where id = any (?) for update")) {
            rows.setArray(1, grants(members));
            rows.execute();
        }
    }

    void unlock() throws SQLException {
        database.rollback();
        database.setAutoCommit(true);
    }

    /** How many sessions wait for that lock, or for one who does. */
    long waiting() throws SQLException {
        try (PreparedStatement question = database.prepareStatement("""
                with recursive waiting (pid) as (
                    select pid from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))
                    union
                    select behind.pid from pg_locks behind join waiting on waiting.pid = any (pg_blocking_pids(behind.pid))
                    where not behind.granted)
                select count(*) from waiting
                """)) {
            return number(question);
        }
    }

    /** How many revocations at this provider wait for their turn. */
    long revocations() throws SQLException {
        try (PreparedStatement question =
                database.prepareStatement("select count(*) from pending_revocations where provider = ?")) {
            question.setString(1, provider);
            return number(question);
        }
    }

    /** Whether integration and grant are as a good connection's. */
    boolean isActive(Member member) throws SQLException {
        try (PreparedStatement question = database.prepareStatement(
                "select count(*) from integrations i join grants g on g.id = i.grant_id where i.id = ? and i.state = 'active' and g.state = 'live'")) {
            question.setObject(1, UUID.fromString(member.integration()));
            return number(question) == 1;
        }
    }

    private UUID grantOf(String integration) throws SQLException {
        try (PreparedStatement question = database.prepareStatement("select grant_id from integrations where id = ?")) {
            question.setObject(1, UUID.fromString(integration));
            try (ResultSet row = question.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private Array grants(List<Member> members) throws SQLException {
        return database.createArrayOf(
                "uuid", members.stream().map(Member::grant).toArray());
    }

    private static long number(PreparedStatement question) throws SQLException {
        try (ResultSet row = question.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private String authority() {
        return "localhost:" + at.port();
    }

    @Override
    public void close() throws SQLException {
        person.close();
        database.close();
    }
}
