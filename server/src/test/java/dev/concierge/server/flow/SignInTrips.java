package dev.concierge.server.flow;

import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.util.Map;
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

    long refusals(String reason) {
        return world().database()
                .owner()
                .sql("select count(*) from audit_events where outcome = 'refused' and detail ->> 'reason' = :reason")
                .param("reason", reason)
                .query(Long.class)
                .single();
    }
}
