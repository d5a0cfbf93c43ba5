package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /integrations/{id}}, template {@code integrations/integration}. Part {@code integrations/integration-streams}, with the same
 * view, is the table of streams with the next events; it is fetched again every second while {@link #busy()}.
 *
 * @param id the integration
 * @param label its name
 * @param labelError why the last name was refused; null otherwise
 * @param mark the provider
 * @param upstream the account's own name at the provider, or empty
 * @param connectedAt when it was first connected
 * @param badge its state
 * @param notices banners on top; the shortfall banner is made by the template from {@code scopes}
 * @param askedAt when the scopes were last asked
 * @param scopes what was asked, what was granted, what the role does not allow to ask
 * @param token health of the token; null when there is none any more
 * @param streams what is kept in step; empty when this provider has no streams
 * @param events what comes next in the calendars; empty when there is nothing or no calendar
 * @param calendar whether there is a calendar stream, so that an empty list of events is worth saying
 * @param usage how much its token was used, by day and by caller
 * @param uses who used it, newest first
 * @param callers API keys that may ask for its token
 * @param records how many records came from it
 * @param can which buttons are offered
 */
public record IntegrationView(
        UUID id,
        String label,
        @Nullable String labelError,
        Mark mark,
        String upstream,
        Instant connectedAt,
        Badge badge,
        List<Notice> notices,
        Instant askedAt,
        List<Scope> scopes,
        @Nullable Token token,
        List<Stream> streams,
        List<Event> events,
        boolean calendar,
        UsageView usage,
        List<Use> uses,
        List<CallerKey> callers,
        long records,
        Can can) {
    public IntegrationView {
        notices = List.copyOf(notices);
        scopes = List.copyOf(scopes);
        streams = List.copyOf(streams);
        events = List.copyOf(events);
        uses = List.copyOf(uses);
        callers = List.copyOf(callers);
    }

    /** Scopes that were asked and left out at the provider. */
    public List<Scope> withheld() {
        return scopes.stream().filter(scope -> scope.grant() == Grant.WITHHELD).toList();
    }

    public long granted() {
        return scopes.stream().filter(scope -> scope.grant() == Grant.GRANTED).count();
    }

    /** How many scopes were asked: granted and withheld ones. */
    public long asked() {
        return granted() + withheld().size();
    }

    /** Whether a run is under way. */
    public boolean busy() {
        return streams.stream().anyMatch(Stream::running);
    }

    /** What became of one scope. */
    public enum Grant {
        GRANTED,
        /** Asked, and left out at the provider. */
        WITHHELD,
        /** Known to the catalog and never asked here. */
        NOT_ASKED,
        /** Above the ceiling of the person's role. */
        ABOVE_ROLE,
        /** Allowed at the provider beyond what was asked, and never used. */
        BEYOND
    }

    /**
     * One scope in words.
     *
     * @param name as the provider writes it; shown small, for those who look it up
     * @param title "See your events"
     * @param description what that covers
     */
    public record Scope(String name, String title, String description, Grant grant) {}

    /**
     * Health of the token; the token itself is on no page.
     *
     * @param badge fresh, ended, waiting
     * @param issuedAt when the present one was issued
     * @param expiresAt when it ends; null when the provider gives no end
     * @param renewsAt when it will be renewed; null when it will not be
     * @param renewals how often it was renewed so far
     * @param accessEndsAt when the whole access ends unless the person renews it; null when it has no end
     * @param encryptionKey the name of the key it is encrypted with; empty when no token is kept
     */
    public record Token(
            Badge badge,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            @Nullable Instant renewsAt,
            long renewals,
            @Nullable Instant accessEndsAt,
            String encryptionKey) {}

    /**
     * One kind of thing synced.
     *
     * @param id the stream's name, as addresses have it
     * @param name in words: "Calendar events"
     * @param records how many are kept
     * @param lastRunAt when the last run ended, well or not; null when there was none
     * @param nextRunAt null when none is planned
     * @param badge state
     * @param running whether a run is under way
     * @param action how the person can allow it; null when there is nothing to allow, or no way to
     */
    public record Stream(
            String id,
            String name,
            long records,
            @Nullable Instant lastRunAt,
            @Nullable Instant nextRunAt,
            Badge badge,
            boolean running,
            @Nullable Action action) {}

    /**
     * One event to come. Either {@code startsAt} or, for a whole day, {@code day} is set.
     *
     * @param title as the person wrote it; may be empty
     * @param endsAt null when the provider gives none
     * @param place may be empty
     * @param calendar name of the calendar
     */
    public record Event(
            String title,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable LocalDate day,
            String place,
            String calendar) {}

    /** What kind of use it was; picks the icon of the timeline. */
    public enum UseKind {
        VEND,
        RENEWAL,
        SYNC,
        CONNECT,
        LOOK,
        PAUSE,
        REFUSAL,
        DISCONNECT
    }

    /**
     * Somebody used the account.
     *
     * @param who in bold: "trip-planner", "You"; may be empty
     * @param what goes on after it: "took a token"
     * @param detail second line; may be empty
     */
    public record Use(UseKind kind, String who, String what, String detail, Instant at) {}

    /** An API key that may ask for the token. */
    public record CallerKey(String name, @Nullable Instant lastUsedAt) {}

    /**
     * Which buttons are offered.
     *
     * @param sync "Sync now"
     * @param reconnect "Reconnect"
     * @param askAgain "Ask Google again", for scopes left out
     */
    public record Can(boolean sync, boolean reconnect, boolean askAgain) {}
}
