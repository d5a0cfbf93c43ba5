package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trips through one provider's pages that are under way. */
final class Interactions {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int SWEEP_EVERY = 1_000;

    private final Store store;
    private final Clock clock;
    private final BrowserSessions sessions;
    private final Table<Interaction> interactions;
    private long saved;

    Interactions(String provider, Shared shared, BrowserSessions sessions) {
        this.store = shared.store();
        this.clock = shared.clock();
        this.sessions = sessions;
        this.interactions = store.table(provider + ".interactions", Interaction.class);
    }

    /** A new one, not saved yet. */
    Interaction begin(BrowserSessions.Session session, Asked asked) {
        var over = clock.instant().plus(LIFE);
        return new Interaction(Randoms.base64Url(18), session.id(), asked, null, Map.of(), over);
    }

    void save(Interaction interaction) {
        store.change(() -> {
            interactions.put(interaction.id(), interaction);
            if (++saved % SWEEP_EVERY == 0) {
                interactions.removeIf(each -> !clock.instant().isBefore(each.expiresAt()));
            }
        });
    }

    void end(Interaction interaction) {
        store.change(() -> interactions.remove(interaction.id()));
    }

    /** The interaction that is named, when it began in this browser and is not over. */
    Optional<Interaction> mine(Request request, Parameters parameters) {
        var interaction = interactions.get(parameters.get("interaction", ""));
        return sessions.of(request)
                .filter(session -> interaction != null && session.id().equals(interaction.session()))
                .flatMap(_ -> Optional.ofNullable(interaction))
                .filter(each -> clock.instant().isBefore(each.expiresAt()));
    }

    /** Who is signed in in this browser, the latest first. */
    List<String> signedIn(Request request) {
        return sessions.of(request).map(BrowserSessions.Session::accounts).orElse(List.of());
    }
}
