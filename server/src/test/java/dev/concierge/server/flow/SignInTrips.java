package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in through the providers of the sandbox by the pages' own buttons, and what the database says of it. */
final class SignInTrips {
    private final ProviderWorld providers;

    SignInTrips(ProviderWorld providers) {
        this.providers = providers;
    }

    /** An account as its row stands. */
    record AccountRow(
            String id,
            @Nullable String email,
            String name,
            String role,
            @Nullable String localId) {}

    World world() {
        return providers.world();
    }

    Visitor stranger() {
        return world().visitor();
    }

    /** Presses the provider's button on the sign-in page and answers the provider's address. */
    String begin(Visitor visitor, String provider) {
        return begin(visitor, visitor.open("/login"), provider);
    }

    String begin(Visitor visitor, Page page, String provider) {
        Page next = visitor.browser().submitOnly(page, "form[action='/auth/login/" + provider + "']", Map.of());
        return next.find("a[href^='" + world().sandbox().baseUrl() + "']").attr("href");
    }

    /** The whole trip, up to the page it ends at. */
    Page signIn(Visitor visitor, String provider, String account) {
        return consent(visitor, begin(visitor, provider), account);
    }

    /** From the provider's address on. */
    Page consent(Visitor visitor, String authorization, String account) {
        try (var person = new dev.concierge.sandbox.Visitor()) {
            var left = person.allow(authorization, account);
            return providers.back(visitor, left.callback(), left.posted());
        }
    }

    /** Who is signed in in a browser, by its session's row. */
    AccountRow account(Visitor visitor) {
        String me = visitor.open("/api/v1/me").body();
        String id = me.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        return world().database()
                .owner()
                .sql(
                        "select account_id, email, display_name, role, local_id from accounts where account_id = :id::uuid")
                .param("id", id)
                .query((row, _) -> new AccountRow(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .single();
    }

    long rows(String table) {
        return world().database()
                .owner()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    /** An administrator, made by the operator. */
    UUID administrator() {
        AdminCreate.Outcome made = world().server()
                .bean(AdminCreate.class)
                .create("root@people.example", "Root", Role.ADMIN, Secret.of("tin kettle hums at six"));
        return made instanceof AdminCreate.Outcome.Created created
                ? created.account().id()
                : fail("not made: " + made);
    }

    void invite(UUID inviter, String email, String role) {
        world().database()
                .owner()
                .sql(
                        "insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)"
                                + " values (gen_random_uuid(), :inviter, :email, :role, sha256(cast(:email as bytea)), :now, :now + interval '7 days')")
                .param("inviter", inviter)
                .param("email", email)
                .param("role", role)
                .param("now", world().clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<String> roles(String email) {
        return world().database()
                .owner()
                .sql("select role from accounts where email = :email")
                .param("email", email)
                .query((row, _) -> row.getString(1))
                .list();
    }

    long refusals(String reason) {
        return world().database()
                .owner()
                .sql("select count(*) from audit_events where outcome = 'refused' and detail ->> 'reason' = :reason")
                .param("reason", reason)
                .query(Long.class)
                .single();
    }
}
