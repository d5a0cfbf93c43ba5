package dev.concierge.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Dialect;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A running installation that is brought what an older one held. */
final class ImportWorld implements AutoCloseable {
    static final List<String> SCOPES = List.of("openid", Visitor.CALENDAR, Visitor.CALENDAR_LIST);

    private final World world = World.start(
            1,
            Map.of(
                    "LEGACY_ENCRYPTION_KEY",
                    OldFile.KEY,
                    "concierge.identity.sign-in-burst",
                    "1000",
                    "concierge.identity.sign-up-burst",
                    "1000"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final String subject;

    ImportWorld() {
        world.visitor().signUp().connected(Visitor.LINH_HOME);
        subject = world.database()
                .owner()
                .sql("select upstream_subject from integrations")
                .query(String.class)
                .single();
    }

    World world() {
        return world;
    }

    /** Who Linh is at the provider. */
    String subject() {
        return subject;
    }

    ImportSummary run(OldFile file) {
        return run(file, false);
    }

    ImportSummary run(OldFile file, boolean rehearse) {
        try {
            return world.server().bean(FileImport.class).run(file.write(), file.report(), rehearse, (_, _) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Dialect.Minted minted() {
        return world.sandbox().mint("google", Visitor.LINH_HOME, "concierge-test", SCOPES);
    }

    /** Linh's grant, as an older installation held it. */
    Map<String, @Nullable Object> grant(String accessToken, @Nullable String refreshToken, @Nullable Object expiresAt) {
        Map<String, @Nullable Object> grant = new LinkedHashMap<>();
        grant.put("provider", "google");
        grant.put("account", subject);
        grant.put("label", Visitor.LINH_HOME);
        grant.put("scopes", SCOPES);
        grant.put("accessToken", accessToken);
        grant.put("refreshToken", refreshToken);
        grant.put("expiresAt", expiresAt);
        return grant;
    }

    /** Signs in by the page. @return whether that worked, at this browser */
    boolean signsIn(Visitor visitor, String email, String password) {
        Page form = visitor.browser().open(world.url("/login"));
        Page after =
                visitor.browser().submit(form, "form[action='/login']", Map.of("email", email, "password", password));
        return after.path().equals("/");
    }

    /** What the vend endpoint hands to somebody who signed in with a password. */
    String vended(String email, String password, UUID integration) {
        Visitor visitor = world.visitor();
        assertThat(signsIn(visitor, email, password)).as("signs in").isTrue();
        Api api = new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend"));
        Api.Answer answer = api.token(integration);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.json().path("accessToken").asString();
    }

    UUID account(String email) {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", email)
                .query(UUID.class)
                .single();
    }

    UUID integration(UUID account) {
        return world.database()
                .owner()
                .sql("select id from integrations where account_id = :account")
                .param("account", account)
                .query(UUID.class)
                .single();
    }

    String hash(String email) {
        return world.database()
                .owner()
                .sql("select hash from passwords where account_id = :account")
                .param("account", account(email))
                .query(String.class)
                .single();
    }

    long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    /** How many rows every table of an account's holds. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (String table : List.of(
                "accounts",
                "identities",
                "passwords",
                "grants",
                "integrations",
                "consents",
                "streams",
                "imported_parts",
                "jobs_sync",
                "audit_events")) {
            counts.put(table, count("select count(*) from " + table));
        }
        return counts;
    }

    @Override
    public void close() {
        http.close();
        world.close();
    }
}
