package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.ErrorWords.Who;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.Diagnosis.Remedy;
import dev.concierge.server.vault.TokenHealth;
import dev.concierge.server.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out what is wrong with an integration: its state, the last refusal, what was left out, the streams. The worst comes first. */
@Component
public class Diagnoses {
    private static final String SAFE = " Nothing is lost, and nothing new is synced until then.";

    private static final String SAFE_PAST_END = " Nothing is lost.";

    private final Catalog catalog;
    private final Integrations integrations;
    private final Vault vault;
    private final NearEnds nearEnds;
    private final Optional<SyncedContent> content;
    private final Clock clock;

    Diagnoses(
            Catalog catalog,
            Integrations integrations,
            Vault vault,
            NearEnds nearEnds,
            Optional<SyncedContent> content,
            Clock clock) {
        this.catalog = catalog;
        this.integrations = integrations;
        this.vault = vault;
        this.nearEnds = nearEnds;
        this.content = content;
        this.clock = clock;
    }

    /** What a diagnosis is made of. */
    private record Case(
            Integration integration,
            String provider,
            @Nullable URI console) {
        Diagnosis diagnosis(@Nullable String cause, String words, Who who, Remedy remedy) {
            return new Diagnosis(integration.state(), cause, words, who, remedy, provider, console);
        }

        Diagnosis nobody(@Nullable String cause, String words) {
            return diagnosis(cause, words, Who.NOBODY, Remedy.NONE);
        }
    }

    public Diagnosis of(Integration integration) {
        Optional<Provider> provider = catalog.find(integration.provider());
        Case it = new Case(
                integration,
                provider.map(Provider::name).orElse(integration.provider()),
                provider.map(known -> known.setup().console()).orElse(null));
        return switch (integration.state()) {
            case DISCONNECTED ->
                it.diagnosis("disconnected", "This connection was ended here.", Who.NOBODY, Remedy.CONNECT);
            case PENDING -> it.nobody("pending", "The program that asked for this connection has yet to take it over.");
            case PAUSED ->
                it.nobody("paused", "This connection is paused: nothing is synced and no token is given out.");
            case NEEDS_RECONNECT -> ended(it);
            case MISCONFIGURED -> misconfigured(it, health(integration).orElse(null));
            case ACTIVE -> active(it);
        };
    }

    private static Diagnosis ended(Case it) {
        return ended(it, it.integration().cause());
    }

    private static Diagnosis ended(Case it, @Nullable String cause) {
        Optional<String> words = EndedCause.sentence(cause, it.provider());
        return it.diagnosis(
                words.isPresent() ? cause : "sign_in_again",
                words.orElse(it.provider() + " asks you to sign in again.") + " Reconnect it if you still want it."
                        + SAFE,
                Who.PERSON,
                Remedy.RECONNECT);
    }

    private static Diagnosis misconfigured(Case it, @Nullable TokenHealth health) {
        if ("unreadable".equals(it.integration().cause())) {
            return it.diagnosis(
                    "unreadable",
                    "What is kept of it here cannot be read, and is out of use. An administrator must act; reconnecting makes it work again.",
                    Who.OPERATOR,
                    Remedy.RECONNECT);
        }
        Optional<ErrorWords> refusal = ErrorWords.of(health == null ? null : health.cause());
        String words = refusal.map(known -> known.sentence(it.provider()))
                .orElse(it.provider() + " no longer accepts our registration.");
        if (refusal.filter(known -> known.who() == Who.PERSON).isPresent()) {
            boolean theirAdministrator = refusal.get() == ErrorWords.ADMIN_CONSENT;
            return it.diagnosis(
                    refusal.get().word(),
                    words + " Your connection is safe and goes on by itself once that is done.",
                    Who.PERSON,
                    theirAdministrator ? Remedy.NONE : Remedy.RECONNECT);
        }
        return it.diagnosis(
                refusal.map(ErrorWords::word).orElse("registration_refused"),
                words + " Your connection is safe and waits. An administrator must act.",
                Who.OPERATOR,
                it.console() == null ? Remedy.NONE : Remedy.CONSOLE);
    }

    private Diagnosis active(Case it) {
        Integration integration = it.integration();
        Optional<Diagnosis> soon = nearEnds.of(
                        integration, integrations.consent(integration.accountId(), integration.id()))
                .map(end -> it.diagnosis(
                        Diagnosis.ENDS_SOON, NearEnds.sentence(it.provider(), end), Who.PERSON, Remedy.RECONNECT));
        if (soon.isPresent()) {
            return soon.get();
        }
        Optional<TokenHealth> health = health(integration);
        if (health.filter(found -> "stopped".equals(found.cause())).isPresent()) {
            return ended(it, "stopped");
        }
        if (health.filter(this::isBackingOff).isPresent()) {
            return it.nobody(
                    "provider_unavailable",
                    it.provider() + " does not renew our key just now. We keep trying, and you have nothing to do.");
        }
        if (health.filter(this::isPastEnd).isPresent()) {
            return it.diagnosis(
                    "access_over",
                    it.provider() + " gave access for a fixed time, which is over, and may refuse what we ask for."
                            + " Reconnect it if you still want it." + SAFE_PAST_END,
                    Who.PERSON,
                    Remedy.RECONNECT);
        }
        List<String> withheld =
                integrations.consent(integration.accountId(), integration.id()).withheld();
        if (!withheld.isEmpty()) {
            return it.diagnosis("scope_missing", missing(it, withheld), Who.PERSON, Remedy.ASK_AGAIN);
        }
        return content.stream()
                .flatMap(synced -> synced.streams(integration.accountId(), integration.id()).stream())
                .filter(stream -> stream.state() == SyncedContent.StreamState.FAILED
                        || (stream.state() == SyncedContent.StreamState.NOT_ALLOWED
                                && "scope_missing".equals(stream.cause())))
                .findFirst()
                .map(stream -> synced(it, stream))
                .orElseGet(() -> it.nobody(null, "All is well."));
    }

    private Optional<TokenHealth> health(Integration integration) {
        return integration.grantId() == null
                ? Optional.empty()
                : vault.health(integration.accountId(), integration.grantId());
    }

    private boolean isPastEnd(TokenHealth health) {
        return health.refreshExpiresAt() != null && !clock.instant().isBefore(health.refreshExpiresAt());
    }

    private boolean isBackingOff(TokenHealth health) {
        return health.retryAt() != null && health.retryAt().isAfter(clock.instant());
    }

    private String missing(Case it, List<String> withheld) {
        Optional<Provider> provider = catalog.find(it.integration().provider());
        String titles = withheld.stream()
                .map(name -> provider.flatMap(known -> known.scope(name))
                        .map(Provider.Scope::title)
                        .orElse(name))
                .map(title -> "“" + title + "”")
                .collect(Collectors.joining(", "));
        return "Left out at " + it.provider() + ": " + titles
                + ". Everything else works. Allow it there if you want it here.";
    }

    private static Diagnosis synced(Case it, SyncedContent.StreamSummary stream) {
        SyncCause cause = SyncCause.of(stream.cause());
        Remedy remedy = switch (cause) {
            case SCOPE_MISSING -> Remedy.ASK_AGAIN;
            case TOKEN_REFUSED -> Remedy.RECONNECT;
            case API_SWITCHED_OFF, OUR_REQUEST -> it.console() == null ? Remedy.NONE : Remedy.CONSOLE;
            case INTERNAL, NO_MAILBOX, RATE_LIMITED, PROVIDER_BROKEN, NO_ANSWER -> Remedy.NONE;
        };
        return it.diagnosis(cause.word(), stream.name() + ": " + cause.sentence(it.provider()), cause.who(), remedy);
    }
}
