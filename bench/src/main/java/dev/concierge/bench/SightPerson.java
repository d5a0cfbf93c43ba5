package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.UUID;

/** A person whose rights are taken away again and again, and given back in between. */
final class SightPerson implements AutoCloseable {
    private final Installation at;
    private final Connection database;
    private final Head head;
    private final Journey journey;
    private final String email;
    private final String upstream;
    private final UUID account;
    private String key;
    private String integration = "";
    private UUID grant;
    private int keys;

    SightPerson(Installation at, Connection database, Head head, int number)
            throws IOException, InterruptedException, SQLException {
        this.at = at;
        this.database = database;
        this.head = head;
        this.journey = new Journey(at.url("/"));
        this.upstream = "sight-" + number + "@upstream.example";
        at.sandbox().addPerson(upstream, "Account", "Sight " + number, ZoneOffset.UTC);
        this.email = "sight-" + number + "@people.example";
        journey.signUp(email);
        this.key = journey.key("tokens:vend", "integrations:write");
        this.grant = new UUID(0, 0);
        this.account = id("select account_id from accounts where email = ?", email);
    }

    /**
     * What is to be taken away, whole again.
     *
     * @param token who asks for the token
     * @param changed what nodes are told of with the commit
     */
    record Ready(String integration, Caller token, UUID changed, Taking taking) {}

    /** Takes it away. */
    @FunctionalInterface
    interface Taking {
        void now() throws IOException, InterruptedException, SQLException;
    }

    Ready ready(Sight.Act act) throws IOException, InterruptedException, SQLException {
        if (integration.isEmpty()) {
            integration = new Connections(at).connect(journey, "google", upstream);
            grant = id("select grant_id from integrations where id = ?::uuid", integration);
        }
        return switch (act) {
            case DISCONNECT -> new Ready(integration, caller(key), grant, this::disconnect);
            case DISABLE -> new Ready(integration, caller(key), account, () -> status("disabled"));
            case REVOKE -> {
                String another = journey.keyNamed("turn " + ++keys, "tokens:vend");
                UUID id = id(
                        "select key_id from api_keys where account_id = ?::uuid order by created_at desc limit 1",
                        account.toString());
                String check = journey.check("/security");
                URI revoke = at.url("/security/keys/" + id + "/revoke");
                yield new Ready(integration, caller(another), id, () -> journey.post(revoke, check));
            }
        };
    }

    /** Gives back what the next one needs. */
    void restore(Sight.Act act) throws IOException, InterruptedException {
        switch (act) {
            case DISCONNECT -> integration = "";
            case DISABLE -> {
                status("active");
                journey.signIn(email);
                key = journey.keyNamed("again " + ++keys, "tokens:vend", "integrations:write");
            }
            case REVOKE -> {}
        }
    }

    private void disconnect() throws IOException {
        Caller.Answer answer = Caller.ask(
                at.port(),
                "DELETE /api/v1/oauth/integrations/" + integration + " HTTP/1.0\r\nHost: localhost:" + at.port()
                        + "\r\nAuthorization: Bearer " + key + "\r\nConnection: close\r\n\r\n");
        if (answer.status() != 200) {
            throw new IOException("disconnecting answered " + answer.status() + " " + answer.body());
        }
    }

    private void status(String status) throws IOException, InterruptedException {
        head.put("/api/v1/users/" + account + "/status", "{\"status\":\"" + status + "\"}");
    }

    private UUID id(String question, String of) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(question)) {
            statement.setString(1, of);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private Caller caller(String bearer) {
        return new Caller("localhost:" + at.port(), bearer);
    }

    @Override
    public void close() {
        journey.close();
    }
}
