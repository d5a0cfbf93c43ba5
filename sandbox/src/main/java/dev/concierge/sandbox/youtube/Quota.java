package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** Units that projects use up in a day (field 11). The day ends at midnight in Los Angeles. */
final class Quota {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final Shared shared;
    private final KnobBoard knobs;
    private final Table<Long> used;

    Quota(Tokens tokens) {
        this.shared = tokens.shared();
        this.knobs = tokens.knobs();
        this.used = shared.store().table(YoutubeDialect.PROVIDER + ".quota", Long.class);
    }

    /** Takes one unit; false when there is none left today. Brand Accounts use up the quota of the same project. */
    boolean take(AccessToken token) {
        return take(shared.clients()
                .find("google", token.clientId())
                .map(Client::project)
                .orElse(token.project()));
    }

    private boolean take(String project) {
        var today = today(shared.clock());
        return shared.store().change(() -> {
            var key = Keys.of(project, today.toString());
            var before = used.get(key);
            long count = before == null ? 0 : before;
            if (count >= knobs.get(GoogleKnobs.UNITS_PER_DAY)) {
                return false;
            }
            used.put(key, count + 1);
            return true;
        });
    }

    private static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), PACIFIC);
    }
}
